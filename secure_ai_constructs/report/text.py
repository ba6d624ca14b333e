"""The posture for a terminal: seven answers first, then what a reviewer has to look at."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secure_ai_constructs.truth import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from secure_ai_constructs.control import Control, Question
    from secure_ai_constructs.review import Answer, Evidence, Finding, Posture

_ANSWER_STYLES = {"yes": "bold green", "no": "bold red", "unknown": "bold yellow"}
_MANY = 5
_MANY_RESOURCES = 20


def render(posture: Posture, *, width: int = 100, color: bool = False) -> str:
    """The posture as lines of at most `width` characters; with `color`, in ANSI colours."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color, highlight=False)
    for part in _parts(posture):
        console.print(part)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def _parts(posture: Posture) -> Iterator[RenderableType]:
    yield Text.assemble(
        ("Security posture", "bold"),
        f" of {_count(len(posture.templates), 'template')}: {posture.judged} of {_count(posture.resources, 'resource')} judged, ",
        f"assembly {posture.assembly_digest[:12]}",
    )
    yield ""
    yield _answers(posture.answers)
    for number, answer in enumerate(posture.answers, start=1):
        findings = [one for one in posture.findings if one.control.question is answer.question]
        yield ""
        yield Text.assemble((f"{number}. {answer.question.value}", "bold"), ("  ", ""), _answer(answer.answer))
        yield from _section(answer.question, findings)
    yield from _unjudged(posture)
    for one in posture.accepted_elsewhere:
        yield ""
        yield Text(f"Accepted for another pack: {one.control} at {one.construct_path}", "yellow")
        yield Padding(Text(f"by {one.owner} until {one.expires}: {one.reason}"), (0, 0, 0, 3))
    for one in posture.unmatched:
        yield ""
        yield Text(
            f"! {one.owner} accepted {one.control} at {one.construct_path}, but nothing there needs it", "yellow"
        )


def _unjudged(posture: Posture) -> Iterator[RenderableType]:
    counts = Counter(one.resource_type for one in posture.unjudged)
    if counts:
        yield ""
        listed = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
        yield Text.assemble(("No control speaks of: ", "bold"), f"{listed}.")


def _answers(answers: Sequence[Answer]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    for number, answer in enumerate(answers, start=1):
        table.add_row(f"{number}. {answer.question.value}", _answer(answer.answer), _tally(answer))
    return table


def _answer(answer: str) -> Text:
    return Text(answer, _ANSWER_STYLES[answer])


def _tally(answer: Answer) -> str:
    counts = (
        (answer.passed, "hold"),
        (answer.acknowledged, "accepted as a risk"),
        (answer.open, "open"),
    )
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "nothing here to judge"


def _section(question: Question, findings: Sequence[Finding]) -> Iterator[RenderableType]:
    if not findings:
        yield Padding(f"No control found a resource to ask: {question.value.rstrip('?').lower()} stays open.", (0, 3))
    for troubled in _by_control(one for one in findings if one.verdict is not TRUE).values():
        for finding in troubled[:_MANY_RESOURCES]:
            yield from _trouble(finding)
        if len(troubled) > _MANY_RESOURCES:
            rest = _count(len(troubled) - _MANY_RESOURCES, "more resource")
            yield Padding(Text(f"… and {rest} [{troubled[0].control.id}]: --format json has them all"), (0, 0, 0, 12))
    for control, count in _passed(findings):
        line = Text.assemble(("holds    ", "green"), control.title, (f" ({_count(count, 'resource')})", "dim"))
        yield Padding(line, (0, 0, 0, 3))


def _passed(findings: Sequence[Finding]) -> list[tuple[Control, int]]:
    """The controls that hold of every resource they judged."""
    by_control = _by_control(findings)
    return [(control, len(found)) for control, found in by_control.items() if all(one.verdict is TRUE for one in found)]


def _by_control(findings: Iterable[Finding]) -> dict[Control, list[Finding]]:
    found: dict[Control, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.control, []).append(finding)
    return found


def _trouble(finding: Finding) -> Iterator[RenderableType]:
    word = finding.severity.value if finding.verdict is FALSE else "unknown"
    style = "yellow" if finding.acknowledgment or word in ("warning", "unknown") else "red"
    title = Text.assemble(
        (f"{'accepted' if finding.acknowledgment else word:<8} ", style),
        f"{finding.control.title} ",
        (f"[{finding.control.id}]", "dim"),
    )
    yield Padding(title, (0, 0, 0, 3))
    where = finding.construct_path or f"{finding.template}: {finding.logical_id}"
    details = [f"{where} ({finding.resource_type})"]
    if accepted := finding.acknowledgment:
        details.append(f"accepted by {accepted.owner} until {accepted.expires}: {accepted.reason}")
    else:
        details += _what_was_read(finding)
        details += [f"why: {finding.control.why.splitlines()[0]}", f"fix: {finding.control.fix}"]
    for line in details:
        yield Padding(Text(line), (0, 0, 0, 12))


def _what_was_read(finding: Finding) -> list[str]:
    """The first few properties; of a search through other resources, how many it was."""
    number = len(finding.evidence)
    if number > _MANY and all(one.logical_id != finding.logical_id for one in finding.evidence):
        return [f"read {number} properties of other resources, and found none that will do"]
    more = [f"… and {number - _MANY} more properties that were read"] if number > _MANY else []
    return [_read(one, finding) for one in finding.evidence[:_MANY]] + more


def _read(evidence: Evidence, finding: Finding) -> str:
    elsewhere = "" if evidence.logical_id == finding.logical_id else f"{evidence.logical_id}: "
    return f"{elsewhere}{evidence.path} is {evidence.value}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
