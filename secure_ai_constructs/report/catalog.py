"""The catalog as a page, docs/controls.md, and one control of it for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from secure_ai_constructs.control import Control


def render(controls: Sequence[Control]) -> str:
    """All controls in Markdown, question by question, and what each framework is answered by."""
    return "\n".join(_lines(controls)) + "\n"


def explain(control: Control) -> str:
    """One control for a terminal: why, how to fix, sources, requirements."""
    requirements = [f"  {one}: {one.title} <{one.url}>" for one in control.satisfies]
    lines = [
        f"{control.id} ({control.severity.value})",
        f"{control.title}.",
        "",
        f"Question: {control.question.value}",
        f"Applies to: {', '.join(control.applies_to)}",
        f"Baseline: {', '.join(control.baseline)}",
        "",
        "Why:",
        *(f"  {line}".rstrip() for line in control.why.splitlines()),
        "",
        "How to fix:",
        f"  {control.fix}",
        "",
        "Sources:",
        *(f"  {source}" for source in control.sources),
        "",
        "Requirements:",
        *(requirements or ["  none"]),
    ]
    return "\n".join(lines) + "\n"


def _lines(controls: Sequence[Control]) -> Iterator[str]:
    yield "# Controls"
    yield ""
    yield "<!-- Written by `make docs` from the catalog; a test compares. -->"
    yield ""
    yield f"{len(controls)} controls, in the order of the seven questions that every report answers."
    yield "`fatal` and `error` fail the synth; a `fatal` finding cannot be acknowledged. What only"
    yield "deployment can decide is reported as a warning, and never counts as a pass."
    for question in Question:
        yield ""
        yield f"## {question.value}"
        asked = [control for control in controls if control.question is question]
        for control in sorted(asked, key=lambda one: (one.severity.weight, one.id)):
            yield ""
            yield from _control(control)
    yield ""
    yield from _frameworks(controls)


def _control(control: Control) -> Iterator[str]:
    yield f"### {control.id}"
    yield ""
    yield f"**{control.title}.** *{control.severity.value}*"
    yield ""
    yield control.why
    yield ""
    yield f"- Fix: {control.fix}"
    yield f"- Applies to: {', '.join(f'`{one}`' for one in control.applies_to)}"
    yield f"- Baseline: {', '.join(control.baseline)}"
    if control.satisfies:
        yield f"- Requirements: {', '.join(map(str, control.satisfies))}"
    yield f"- Sources: {', '.join(f'<{one}>' for one in control.sources)}"


def _frameworks(controls: Sequence[Control]) -> Iterator[str]:
    """The inverse of what the controls say, computed."""
    answered: dict[str, list[str]] = {}
    for requirement, control_id in sorted((one, control.id) for control in controls for one in control.satisfies):
        answered.setdefault(f"{requirement}: {requirement.title}", []).append(control_id)
    yield "## Requirements"
    yield ""
    yield "| requirement | controls |"
    yield "|---|---|"
    for name, ids in answered.items():
        yield f"| {name} | {', '.join(f'[{one}](#{one})' for one in ids)} |"
