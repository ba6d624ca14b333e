"""The posture as one page that needs nothing else: for a screen, a phone and paper."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.responsibility import duties
from secure_ai_constructs.truth import FALSE, TRUE

if TYPE_CHECKING:
    from secure_ai_constructs.review import Answer, Finding, Posture, Unjudged


def render(posture: Posture) -> str:
    """The posture as a self-contained HTML page."""
    page: str = _page().render(
        posture=posture,
        version=version("secure-ai-constructs"),
        sections=[_section(posture, answer) for answer in posture.answers],
        asked={one.control.id for one in posture.findings},
        duties=duties(posture),
        grants=[(", ".join(who), list(given)) for who, given in groupby(posture.grants, key=lambda one: one.who)],
        resources=_resources(posture),
    )
    return page


@cache
def _page() -> Any:
    import jinja2  # noqa: PLC0415 - the other renderers start without it

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(Path(__file__).with_name("posture.html.jinja").read_text(encoding="utf-8"))


_WORDS = ("fails", "unknown", "accepted", "holds")
"""The worst comes first."""


def _word(findings: list[Finding]) -> str:
    """The worst that a control says."""
    said = {one.verdict for one in findings if one.is_open}
    if said:
        return "fails" if FALSE in said else "unknown"
    return "accepted" if any(one.acknowledgment for one in findings) else "holds"


def _resources(posture: Posture) -> list[tuple[str, list[tuple[Finding | Unjudged, list[Finding]]]]]:
    """Every resource, template by template, with what is said of it."""
    found: dict[tuple[str, str], tuple[Finding | Unjudged, list[Finding]]] = {}
    for unjudged in posture.unjudged:
        found[unjudged.template, unjudged.logical_id] = unjudged, []
    for finding in posture.findings:
        found.setdefault((finding.template, finding.logical_id), (finding, []))[1].append(finding)
    return [
        (template, [found[place] for place in places])
        for template, places in groupby(sorted(found), key=lambda place: place[0])
    ]


def _section(posture: Posture, answer: Answer) -> dict[str, Any]:
    """One question: its answer and, control by control, what was found; the open ones first."""
    findings = [finding for finding in posture.findings if finding.control.question is answer.question]
    controls = [
        {
            "control": control,
            "findings": (found := list(group)),
            "word": _word(found),
            "passed": sum(one.verdict is TRUE for one in found),
        }
        for control, group in groupby(findings, key=lambda finding: finding.control)
    ]
    controls.sort(key=lambda one: _WORDS.index(one["word"]))
    return {"answer": answer, "controls": controls}
