"""A control of AWS's standard fails for months, in a console that nobody opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import lets_through, told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(standard: Resource) -> Truth:
    return told_of(
        standard,
        "aws.securityhub",
        "Security Hub Findings - Imported",
        lambda detail: (
            lets_through(detail["findings"]["Compliance"]["Status"], "FAILED")
            & lets_through(detail["findings"]["Severity"]["Label"], "CRITICAL", "HIGH")
        ),
        fields=("findings",),
    )


CONTROL = Control(
    id="security-hub-findings-told",
    title="Failed controls of Security Hub of high severity raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::SecurityHub::Standard",),
    holds=holds,
    once_per_account=True,
    fix="Add an event rule on failed findings that Security Hub imports; SecurityPosture does.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-integration-types.html",),
    baseline=("AUD-3",),
    satisfies=(NIST_CA_7, NIST_SI_4),
)
