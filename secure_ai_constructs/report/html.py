"""The posture as one page that needs nothing else: for a screen, a phone and paper."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.responsibility import duties
from secure_ai_constructs.truth import TRUE

if TYPE_CHECKING:
    from secure_ai_constructs.review import Answer, Posture


def render(posture: Posture) -> str:
    """The posture as a self-contained HTML page."""
    page: str = _page().render(
        posture=posture,
        version=version("secure-ai-constructs"),
        sections=[_section(posture, answer) for answer in posture.answers],
        duties=duties(posture),
    )
    return page


@cache
def _page() -> Any:
    import jinja2  # noqa: PLC0415 - the other renderers start without it

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(Path(__file__).with_name("posture.html.jinja").read_text(encoding="utf-8"))


def _section(posture: Posture, answer: Answer) -> dict[str, Any]:
    """One question: its answer and, control by control, what was found; the open ones first."""
    findings = [finding for finding in posture.findings if finding.control.question is answer.question]
    controls = [
        {
            "control": control,
            "findings": (found := list(group)),
            "is_open": any(one.is_open for one in found),
            "accepted": any(one.acknowledgment for one in found),
            "passed": sum(one.verdict is TRUE for one in found),
        }
        for control, group in groupby(findings, key=lambda finding: finding.control)
    ]
    controls.sort(key=lambda one: (not one["is_open"], not one["accepted"]))
    return {"answer": answer, "controls": controls}
