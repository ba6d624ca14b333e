"""Whoever builds a model and changes its card approves his own work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_CM_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_APPROVES = "sagemaker:UpdateModelCard"
_BUILDS = (
    "sagemaker:CreateAutoMLJob",
    "sagemaker:CreateAutoMLJobV2",
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModel",
    "sagemaker:CreateTrainingJob",
    "sagemaker:UpdateEndpoint",
)


def holds(role: Resource) -> Truth:
    return ~may(role, *_BUILDS)


def when(role: Resource) -> Truth:
    """No condition of IAM asks to which status a card is changed."""
    return may(role, _APPROVES)


CONTROL = Control(
    id="iam-approval-apart",
    title="Whoever changes the status of model cards builds and deploys no models",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::IAM::Role",),
    when=when,
    holds=holds,
    fix="Allow UpdateModelCard to a role of its own; MlPersonas does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html",),
    baseline=("MC-1", "RM-1"),
    satisfies=(NIST_AC_5, NIST_CM_5),
)
