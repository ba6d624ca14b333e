"""A bucket or a role that somebody shared with another account stays shared until that account uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_CA_7
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::AccessAnalyzer::Analyzer").any(
        lambda analyzer: analyzer.in_region_of(workload) & analyzer["Type"].one_of("ACCOUNT", "ORGANIZATION")
    ) | (workload.is_adopted("analyzers") & UNKNOWN)


CONTROL = Control(
    id="access-analyzer-present",
    title="Access Analyzer looks for access from outside",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, or acknowledge who analyzes access for the account.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",),
    baseline=("IAM-13",),
    satisfies=(
        NIST_AC_6,
        NIST_CA_7,
    ),
)
