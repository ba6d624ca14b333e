"""AWS's side of the line is believed for years after its report has run out, or has changed what it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import sends_on
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
    region = rule.template.region
    at_home = truth(region == _HOME) if region else UNKNOWN
    return at_home & sends_on(rule, "aws.artifact", "AWS Artifact Report Update")


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
