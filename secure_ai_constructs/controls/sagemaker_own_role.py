"""A role of two models gives each the weights, and the captured answers, of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_AC_6
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(model: Resource) -> Truth:
    role = model["ExecutionRoleArn"]
    if role.target is None:
        return role.is_set() & UNKNOWN
    return role.is_set() & ~role.target.referrers(model.type, "ExecutionRoleArn").any(
        lambda other: truth(other is not model)
    )


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
