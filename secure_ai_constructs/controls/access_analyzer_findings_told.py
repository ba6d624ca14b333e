"""Access from outside is found within minutes, and read by somebody in the next quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import lets_through, told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(analyzer: Resource) -> Truth:
    return told_of(
        analyzer,
        "aws.access-analyzer",
        "Access Analyzer Finding",
        lambda detail: lets_through(detail["status"], "ACTIVE"),
        fields=("status",),
    )


CONTROL = Control(
    id="access-analyzer-findings-told",
    title="Findings of Access Analyzer raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::AccessAnalyzer::Analyzer",),
    holds=holds,
    once_per_account=True,
    fix="Add an event rule on Access Analyzer Finding; AccessAnalysis does.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html",),
    baseline=("IAM-13",),
    satisfies=(
        NIST_AC_6,
        NIST_SI_4,
    ),
)
