"""The shared responsibility of an assembly as a Markdown page: whose each row is, and what sees to it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from secure_ai_constructs.baseline import Owner
from secure_ai_constructs.responsibility import State, duties

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from secure_ai_constructs.responsibility import Duty
    from secure_ai_constructs.review import Posture

SHOWN = 3
"""How many resources a row names; the JSON names all."""
_OWNERS = {
    Owner.CUSTOMER: "The customer's",
    Owner.SHARED: "Shared: AWS runs what the customer configures",
    Owner.HUMAN: "People's: nobody can deploy it",
    Owner.AWS: "AWS's, inherited",
}


def render(posture: Posture) -> str:
    """Every row of the baseline, by its owner, with its state and what implements it."""
    return "\n".join(_lines(duties(posture))) + "\n"


def _lines(found: Sequence[Duty]) -> Iterator[str]:
    counts = Counter(one.state for one in found)
    yield "# Who is responsible for what"
    yield ""
    yield "Derived from the templates and the catalog by `secure-ai review --format responsibility`."
    yield f"Of {len(found)} rows, {', '.join(f'{counts[state]} {state.value}' for state in State if counts[state])}."
    yield "A row is implemented when every control that serves it and spoke of a resource holds; the baseline's other"
    yield "demands of a row are described on the patterns' pages."
    for owner, title in _OWNERS.items():
        yield from (
            "",
            f"## {title}",
            "",
            "| row | what must be true | state | judged by | seen to by |",
            "|---|---|---|---|---|",
        )
        yield from (_row(one) for one in found if one.row.owner is owner)


def _row(duty: Duty) -> str:
    controls = ", ".join(f"`{one}`" for one in duty.controls) or "—"
    return f"| {duty.row.id} | {duty.row.title} | {duty.state.value} | {controls} | {_seen_to_by(duty)} |"


def _seen_to_by(duty: Duty) -> str:
    counts = Counter(logical_id for _, logical_id in duty.resources)
    names = [f"`{_escape(one)}`" + (f" in {times} templates" if times > 1 else "") for one, times in counts.items()]
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    reports = [f"AWS Artifact: {', '.join(duty.row.reports)}"] if duty.row.reports else []
    said = [_escape(one) for one in duty.said]
    return "; ".join([part for part in (", ".join(names[:SHOWN] + more), *said, *reports) if part]) or "—"


def _escape(text: str) -> str:
    """Logical ids and reasons are what somebody else wrote."""
    return " ".join(text.split()).replace("|", "\\|").replace("`", "'").replace("<", "&lt;")
