"""The hole is known to Inspector and to whoever uses it, and to nobody who could close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import lets_through, told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_RA_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(enablement: Resource) -> Truth:
    return told_of(
        enablement,
        "aws.inspector2",
        "Inspector2 Finding",
        lambda detail: lets_through(detail["severity"], "CRITICAL", "HIGH") & lets_through(detail["status"], "ACTIVE"),
        fields=("severity", "status"),
    )


CONTROL = Control(
    id="inspector-findings-told",
    title="Known weaknesses of high severity raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("Custom::InspectorEnablement",),
    holds=holds,
    fix="Add an event rule on Inspector2 Finding of CRITICAL and HIGH; VulnerabilityScanning does.",
    sources=("https://docs.aws.amazon.com/inspector/latest/user/findings-managing-automating-responses.html",),
    baseline=("INS-5",),
    satisfies=(
        NIST_RA_5,
        NIST_SI_4,
    ),
)
