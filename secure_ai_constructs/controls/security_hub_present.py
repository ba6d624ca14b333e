"""Nobody but ourselves says that the account is in order: an auditor asks who else has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_RA_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::SecurityHub::Standard").any(
        lambda one: one.in_region_of(workload) & one["StandardsArn"].matches(r"/ai-security-best-practices/v/")
    )


CONTROL = Control(
    id="security-hub-present",
    title="Security Hub checks AWS's standard for AI",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, or acknowledge who turns on AI Security Best Practices for the account.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html",),
    baseline=(
        "AUD-3",
        "GD-6",
    ),
    satisfies=(
        NIST_CA_7,
        NIST_RA_5,
    ),
)
