"""A role of two models gives each the weights, and the captured answers, of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_AC_6
from secure_ai_constructs.truth import UNKNOWN, Truth, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_JOBS = tuple(
    f"AWS::SageMaker::{kind}JobDefinition"
    for kind in ("DataQuality", "ModelBias", "ModelExplainability", "ModelQuality")
)
_USERS = (
    ("AWS::Bedrock::KnowledgeBase", "RoleArn"),
    ("AWS::Lambda::Function", "Role"),
    ("AWS::SageMaker::Domain", "DefaultUserSettings"),
    ("AWS::SageMaker::Model", "ExecutionRoleArn"),
    ("AWS::SageMaker::MonitoringSchedule", "MonitoringScheduleConfig"),
    ("AWS::SageMaker::NotebookInstance", "RoleArn"),
    ("AWS::SageMaker::Pipeline", "RoleArn"),
    ("AWS::SageMaker::ProcessingJob", "RoleArn"),
    ("AWS::SageMaker::UserProfile", "UserSettings"),
    ("AWS::StepFunctions::StateMachine", "RoleArn"),
    *((kind, "RoleArn") for kind in _JOBS),
)
"""What runs code with a role that it is given."""


def holds(model: Resource) -> Truth:
    role = model["ExecutionRoleArn"]
    if role.target is None:
        return role.is_set() & UNKNOWN
    used = (role.target.referrers(kind, path).any(lambda other: truth(other is not model)) for kind, path in _USERS)
    return role.is_set() & ~any_of(used)


CONTROL = Control(
    id="sagemaker-own-role",
    title="Each SageMaker model has a role of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Model",),
    holds=holds,
    fix="Give every model its own execution role; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",),
    baseline=("IAM-7",),
    satisfies=(NIST_AC_5, NIST_AC_6),
)
