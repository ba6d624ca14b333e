"""The controls as a cdk-nag pack: whatever is synthesized, by us or not, is judged at `cdk synth`.

    Validations.of(app).add_plugins(SecureAiChecks(app))

The pack reads the finished templates, not the construct tree, so it sees escape hatches and raw
overrides. It writes `posture.json` and `posture.html` beside the templates.
"""

from __future__ import annotations

import datetime as dt
import difflib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_cdk import (
    Acknowledgment,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
    Stack,
    Stage,
    Token,
    Validations,
)
from cdk_nag import NagPack

from secure_ai_constructs.assembly import load
from secure_ai_constructs.assembly.load import ACKNOWLEDGMENT
from secure_ai_constructs.control import Control, Severity
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import html, json
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aws_cdk import IPolicyValidationContext
    from constructs import IConstruct

    from secure_ai_constructs.assembly import Acknowledgment as Accepted
    from secure_ai_constructs.review import Finding, Posture
    from secure_ai_constructs.truth import Truth

PACK = "SecureAi"
EXPIRED = "acknowledgment-expired"
"""The rule that reports an acknowledgment whose date has passed, whatever it was of."""
UNMATCHED = "acknowledgment-unmatched"
"""The rule that reports an acknowledgment which no finding needs."""


class SecureAiChecks(NagPack):
    """Every control of the catalog, over the whole app.

    Register it on the app or on a stage. A finding is named `SecureAi::<control id>`; accept its
    risk with `accept_risk`. What only deployment can decide is reported as a warning.
    """

    def __init__(self, scope: IConstruct | None = None, *, controls: Sequence[Control] = CATALOG, **props: Any) -> None:
        if isinstance(controls, str) or not all(isinstance(one, Control) for one in controls):
            raise ValueError(f"SecureAiChecks: controls must be controls, such as those of CATALOG, was {controls!r}")
        super().__init__(scope, **props)
        self._pack_name = PACK
        self._controls = tuple(controls)

    @property
    def name(self) -> str:
        """Of the pack, as it stands before the id of a control."""
        return PACK

    @property
    def version(self) -> str:
        """Of the library."""
        return version("secure-ai-constructs")

    @property
    def rule_ids(self) -> list[str]:
        """What may be accepted, and what tells of an acceptance that has ended or that nothing needs."""
        return [*(control.id for control in self._controls), EXPIRED, UNMATCHED]

    def _check_resource(self, node: IConstruct) -> None:
        """Not used: the pack judges templates (see docs/decisions/0004-nagpack-validate-is-overridden.md)."""

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Reviews the synthesized templates and reports what does not hold."""
        outdir = _outdir(context)
        assembly = load(outdir)
        expired = assembly.drop_expired(_today())
        posture = review(assembly, self._controls)
        (outdir / "posture.json").write_text(json.render(posture), encoding="utf-8")
        (outdir / "posture.html").write_text(html.render(posture), encoding="utf-8")
        violations = [*_violations(posture, outdir), *map(_expired, expired), *map(_unmatched, posture.unmatched)]
        failing = (Severity.FATAL.value, Severity.ERROR.value)
        return PolicyValidationPluginReport(
            success=not any(violation.severity in failing for violation in violations), violations=violations
        )


def accept_risk(construct: IConstruct, *, control: str, reason: str, owner: str, expires: dt.date) -> None:
    """Acknowledges a finding on a construct and all that it contains.

    `control` is a control's id, or the qualified id of another pack's rule, such as
    `AwsSolutions::AwsSolutions-S1`. The reason, the owner and the date travel into `cdk.out` and
    every report. After `expires` the synth fails and says who owned the risk.

    What an account has once, such as its trail, is accepted on a stack: the first workload that asks for it may be
    another one tomorrow.

    Raises ValueError for an unknown or fatal control, an empty reason or owner, and for an app,
    stage or, of all other controls, stack, whose acknowledgment would cover what nobody looked at. That a rule of another
    pack is still needed, only that pack can tell.
    """
    if type(expires) is not dt.date:
        raise ValueError(f"accept_risk: expires must be a date, as datetime.date(2027, 6, 30), was {expires!r}")
    for what, text in (("control", control), ("reason", reason), ("owner", owner)):
        if not isinstance(text, str):
            raise ValueError(f"accept_risk: {what} must be text, was {text!r}")
        if Token.is_unresolved(text):
            raise ValueError(
                f"accept_risk: {what} must be text that is known now, was {text!r}; a stack's partition is, under the flag "
                "@aws-cdk/core:enablePartitionLiterals"
            )
    if not hasattr(construct, "node"):
        raise ValueError(f"accept_risk({control!r}): the construct must be one, was {construct!r}")
    control = control.removeprefix(f"{PACK}::")
    _must_be_acceptable(construct, control, reason, owner)
    scope = Validations.of(construct)
    until = expires.isoformat()
    if expires >= _today():
        qualified = control if "::" in control else f"{PACK}::{control}"
        scope.acknowledge(Acknowledgment(id=qualified, reason=f"{reason} (owner: {owner}; expires: {until})"))
    entry = {"control": control, "reason": reason, "owner": owner, "expires": until}
    construct.node.add_metadata(ACKNOWLEDGMENT, entry)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _must_be_acceptable(construct: IConstruct, control: str, reason: str, owner: str) -> None:
    for name, text in (("reason", reason), ("owner", owner)):
        if not text.strip():
            raise ValueError(f"accept_risk({control!r}): {name} must say something, was {text!r}")
    known = {one.id: one for one in CATALOG}
    of_account = control in known and known[control].once_per_account
    if not any(Stack.is_stack(one) for one in construct.node.scopes) or (Stack.is_stack(construct) and not of_account):
        where = construct.node.path or "the app"
        raise ValueError(
            f"accept_risk({control!r}): the construct must be one inside of a stack (a stack itself, for what an account has "
            f"once), was {where!r}"
        )
    if "::" in control:
        return
    if control not in known:
        near = ", ".join(difflib.get_close_matches(control, known)) or "none"
        raise ValueError(
            f"accept_risk: {control!r} is no control; near it are {near}, and all are listed by secure-ai controls; rules of "
            "other packs are named with the pack, as AwsSolutions::AwsSolutions-S1"
        )
    if known[control].severity is Severity.FATAL:
        raise ValueError(f"accept_risk({control!r}): is fatal, and nobody can accept it: {known[control].title}")


def _outdir(context: IPolicyValidationContext) -> Path:
    """The folder of the app or stage on which the pack is registered."""
    if context.app_construct and (app := Stage.of(context.app_construct)):
        return Path(app.outdir)
    return Path(context.stack_templates[0].template_path).parent


def _violations(posture: Posture, outdir: Path) -> Iterator[PolicyViolation]:
    """One violation for each control and verdict, with all the resources that it found."""
    found: dict[tuple[str, Truth], list[Finding]] = {}
    for finding in posture.findings:
        if finding.verdict is not TRUE:
            found.setdefault((finding.control.id, finding.verdict), []).append(finding)
    for (control_id, verdict), findings in found.items():
        control = findings[0].control
        undecided = "" if verdict is FALSE else " (only deployment can decide)"
        yield PolicyViolation(
            rule_name=control_id,
            description=f"must hold: {control.title}{undecided}. {control.why.splitlines()[0]}",
            fix=control.fix,
            severity=findings[0].severity.value,
            rule_metadata=_metadata(control),
            violating_resources=[_resource(finding, outdir) for finding in findings],
        )


def _metadata(control: Control) -> dict[str, str]:
    return {
        "question": control.question.value,
        "baseline": ", ".join(control.baseline),
        "requirements": ", ".join(map(str, control.satisfies)) or "none",
        "sources": " ".join(control.sources),
    }


def _resource(finding: Finding, outdir: Path) -> PolicyViolatingResource:
    here = [one.path for one in finding.evidence if one.logical_id == finding.logical_id]
    elsewhere = [f"{one.logical_id}.{one.path}" for one in finding.evidence if one.logical_id != finding.logical_id]
    return PolicyViolatingResource(
        resource_logical_id=finding.logical_id,
        template_path=str(outdir / finding.template),
        construct_path=finding.construct_path,
        locations=here + elsewhere or ["Properties"],
    )


def _expired(one: Accepted) -> PolicyViolation:
    said = f"which is over. The reason was: {one.reason}"
    return _of_accepted(one, EXPIRED, Severity.ERROR, said, fix="Mend what was accepted, or accept it anew.")


def _unmatched(one: Accepted) -> PolicyViolation:
    fix = "Remove the acknowledgment, or correct the construct that it was made on."
    return _of_accepted(one, UNMATCHED, Severity.WARNING, "but nothing here needs it", fix=fix)


def _of_accepted(one: Accepted, rule: str, severity: Severity, said: str, *, fix: str) -> PolicyViolation:
    where = PolicyViolatingResource(
        resource_logical_id="", template_path="", construct_path=one.construct_path, locations=[]
    )
    return PolicyViolation(
        rule_name=rule,
        description=f"{one.owner} accepted {one.control} until {one.expires}, {said}",
        fix=fix,
        severity=severity.value,
        violating_resources=[where],
    )
