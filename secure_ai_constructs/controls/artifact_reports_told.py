"""AWS's side of the line is believed for years after its report has run out, or has changed what it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import lets_through
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_HOME = "us-east-1"
"""Where AWS Artifact answers."""


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::Events::Rule").any(_tells)


def _tells(rule: Resource) -> Truth:
    pattern = rule["EventPattern"]
    return (
        pattern["source"].any(lambda one: one.equals("aws.artifact"))
        & lets_through(pattern["detail-type"], "AWS Artifact Report Update")
        & truth("detail" not in pattern.keys)
        & ~rule["State"].equals("DISABLED")
        & rule["Targets"].has_at_least(1)
        & (truth(rule.template.region == _HOME) if rule.template.region else UNKNOWN)
    )


CONTROL = Control(
    id="artifact-reports-told",
    title="New reports of AWS are told of",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    holds=holds,
    once_per_account=True,
    fix="Deploy ArtifactNotifications in us-east-1, or acknowledge who reads AWS's reports for the account.",
    sources=("https://docs.aws.amazon.com/artifact/latest/ug/managing-notifications.html",),
    baseline=("ART-2",),
    satisfies=(NIST_CA_7,),
)
