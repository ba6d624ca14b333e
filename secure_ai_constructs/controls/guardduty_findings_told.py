"""Somebody calls models by stolen credentials; GuardDuty finds it, rates it low, and no rule by severity ever fires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth

_TYPE = r"^Impact:IAMUser/"


def holds(detector: Resource) -> Truth:
    """By the type, or of all findings: a severity beside it would leave out those about models, which are low."""
    return told_of(detector, "aws.guardduty", "GuardDuty Finding", _tells_of_models, fields=("type",))


def _tells_of_models(detail: Value) -> Truth:
    types = detail["type"]
    of_models = types.any(
        lambda one: one.matches(_TYPE) | one["prefix"].matches(_TYPE) | one["wildcard"].matches(_TYPE)
    )
    return of_models | ~types.is_set()


CONTROL = Control(
    id="guardduty-findings-told",
    title="Findings about models raise an alert by their type",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::GuardDuty::Detector",),
    holds=holds,
    fix="Add an event rule on GuardDuty Finding whose type begins with Impact:IAMUser/; ThreatDetection does.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/findings-ai-protection.html",),
    baseline=("GD-4",),
    satisfies=(
        NIST_SI_4,
        OWASP_LLM10,
    ),
)
