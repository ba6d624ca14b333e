"""The posture as a Markdown page: one line for each control that was asked, for a page of documentation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Question
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secure_ai_constructs.control import Control
    from secure_ai_constructs.review import Finding, Posture

_WORDS = ((TRUE, "hold"), (FALSE, "fail"), (UNKNOWN, "unknown"))


def render(posture: Posture) -> str:
    """All controls that spoke of a resource, question by question, with what they said."""
    return "\n".join(_lines(posture)) + "\n"


def _lines(posture: Posture) -> Iterator[str]:
    yield "# Controls that speak of the templates"
    yield ""
    noun = "template" if len(posture.templates) == 1 else "templates"
    yield f"{len(posture.templates)} {noun}: {', '.join(f'`{_escape(one)}`' for one in posture.templates)}."
    for question in Question:
        found: dict[Control, list[Finding]] = {}
        for finding in posture.findings:
            if finding.control.question is question:
                found.setdefault(finding.control, []).append(finding)
        if found:
            yield from ("", f"## {question.value}", "", "| control | rows | resources |", "|---|---|---|")
            yield from (_row(control, findings) for control, findings in found.items())


def _row(control: Control, findings: list[Finding]) -> str:
    accepted = sum(one.acknowledgment is not None for one in findings)
    verdicts = Counter(one.verdict for one in findings)
    said = [f"{verdicts[verdict]} {word}" for verdict, word in _WORDS if verdicts[verdict]]
    said += [f"{accepted} accepted as a risk"] if accepted else []
    return f"| {control.title} (`{control.id}`) | {', '.join(control.baseline)} | {', '.join(said)} |"


def _escape(text: str) -> str:
    """A file's name is the only thing here that somebody else wrote."""
    return text.replace("|", "\\|").replace("`", "'").replace("<", "&lt;")
