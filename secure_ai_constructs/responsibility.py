"""Who owns which row of the baseline, and what sees to it in an assembly: derived from its findings, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from secure_ai_constructs.baseline import ROWS, Owner, Row
from secure_ai_constructs.truth import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secure_ai_constructs.assembly import OptOut
    from secure_ai_constructs.review import Finding, Posture

_DONE = {"adopt": "adopted", "skip": "skipped", "unasked": "not asked for"}
_ROWS = {row.id: row for row in ROWS}


class State(Enum):
    """What becomes of a row in an assembly."""

    IMPLEMENTED = "implemented"
    """Every control of the row that spoke of a resource holds."""
    ACCEPTED = "accepted"
    """Somebody accepted what does not hold."""
    OPEN = "open"
    """Something does not hold, or only deployment can decide."""
    ADOPTED = "adopted"
    """The account has it already, and what watches it is built around that."""
    OPTED_OUT = "opted out"
    """Somebody else sees to it, and it is said why."""
    NOT_ASKED = "not asked"
    """There are controls, and no resource of which they speak."""
    NOT_JUDGED = "not judged"
    """No control of the catalog judges it: somebody has to say what sees to it."""
    INHERITED = "inherited"
    """AWS's side: its reports prove it."""


_WORST_FIRST = (
    State.OPEN,
    State.NOT_JUDGED,
    State.NOT_ASKED,
    State.OPTED_OUT,
    State.ADOPTED,
    State.ACCEPTED,
    State.IMPLEMENTED,
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A row in an assembly."""

    row: Row
    state: State
    controls: tuple[str, ...]
    """Ids of the catalog's controls that serve the row."""
    resources: tuple[tuple[str, str], ...]
    """Template and logical id of each resource that makes one of them hold."""
    said: tuple[str, ...] = ()
    """What people said of it: why a risk is accepted, what is adopted, and why a part is skipped."""


def duties(posture: Posture) -> tuple[Duty, ...]:
    """Every row with what the posture says of it, in the order of the baseline."""
    return tuple(_duty(row, posture) for row in ROWS)


def _duty(row: Row, posture: Posture) -> Duty:
    rows = {row.id}.union(*row.parts)
    controls = tuple(one.id for one in posture.controls if rows & set(one.baseline))
    findings = [one for one in posture.findings if rows & set(one.control.baseline)]
    holding = {resource for one in findings if one.verdict is TRUE for resource in _implementing(one)}
    opt_outs = [one for one in posture.opt_outs if rows & set(one.rows)]
    state = _of_parts(row, posture) if row.parts else _without(_state(row, controls, findings), opt_outs)
    if (
        row.owner is Owner.AWS
        and posture.deployments
        and all(where == "on-premises" for _, where in posture.deployments)
    ):
        state = State.NOT_JUDGED
    said = (*_said(findings, opt_outs), *_moved(row, posture))
    return Duty(row, state, controls, tuple(sorted(holding)), tuple(dict.fromkeys(said)))


def _moved(row: Row, posture: Posture) -> Iterator[str]:
    """On premises there is no side of AWS's: the line moves with the workload."""
    if row.owner in (Owner.AWS, Owner.SHARED):
        for workload, where in posture.deployments:
            if where != "cloud":
                partly = "partly " if where == "hybrid" else ""
                yield f"{workload} runs {partly}on premises, where all of this is the customer's"


def _of_parts(row: Row, posture: Posture) -> State:
    """The worst of what its parts are; of parts that nothing here is about, none."""
    groups = [[_duty(_ROWS[part], posture).state for part in group] for group in row.parts]
    there = [state for group in groups if set(group) != {State.NOT_ASKED} for state in group]
    return next((state for state in _WORST_FIRST if state in there), State.NOT_ASKED)


def _implementing(finding: Finding) -> set[tuple[str, str]]:
    """Where it was read that the control holds: a trail, and not the workload that asks for one.

    What is asked once for an account, and stands in no property, is none of the workload's either.
    """
    read = {(one.template, one.logical_id) for one in finding.evidence}
    return read if read or finding.control.once_per_account else {(finding.template, finding.logical_id)}


def _said(findings: list[Finding], opt_outs: list[OptOut]) -> Iterator[str]:
    for one in findings:
        if one.acknowledgment:
            yield f"{one.control.id} accepted by {one.acknowledgment.owner}: {one.acknowledgment.reason}"
    for opt_out in opt_outs:
        yield f"{opt_out.part}, {_DONE.get(opt_out.mode, opt_out.mode)}: {opt_out.said}"


def _without(state: State, opt_outs: list[OptOut]) -> State:
    """What is left to somebody else is no gap here; what is open stays open, whoever is said to see to it.

    What nobody asked for, nobody has left to anybody.
    """
    modes = {one.mode for one in opt_outs}
    if state not in (State.NOT_ASKED, State.NOT_JUDGED, State.IMPLEMENTED):
        return state
    return State.OPTED_OUT if "skip" in modes else State.ADOPTED if "adopt" in modes else state


def _state(row: Row, controls: tuple[str, ...], findings: list[Finding]) -> State:
    if row.owner is Owner.AWS:
        return State.INHERITED
    if not controls:
        return State.NOT_JUDGED
    if not findings:
        return State.NOT_ASKED
    if any(one.is_open for one in findings):
        return State.OPEN
    return State.ACCEPTED if any(one.acknowledgment for one in findings) else State.IMPLEMENTED
