"""Whoever trained a model also says that it is good, and it is deployed.

An update exchanges the weights of a version that was approved, whatever status it names: it is the approver's alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_CM_3

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_APPROVED = "StringEquals sagemaker:ModelApprovalStatus"


def holds(group: Resource) -> Truth:
    said = statements(group["ModelPackageGroupPolicy"])
    approved = said.any(lambda one: _spares_the_approver(one, "sagemaker:CreateModelPackage", besides=_APPROVED))
    return approved & said.any(lambda one: _spares_the_approver(one, "sagemaker:UpdateModelPackage"))


def _spares_the_approver(statement: Statement, action: str, *, besides: str = "$") -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & statement.covers(action)
        & statement.applies_when(
            "(Arn|String)Not(Equals|Like)",
            "aws:PrincipalArn",
            lambda arn: arn.is_set() & ~arn.matches(r"[*?]"),
            besides=besides,
        )
    )


CONTROL = Control(
    id="sagemaker-approval-separate",
    title="Versions of a model are approved by somebody who is named",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::ModelPackageGroup",),
    holds=holds,
    fix="Deny approval, and every update, to all but the approver in ModelPackageGroupPolicy; ModelRegistry does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html",),
    baseline=("LIN-2",),
    satisfies=(NIST_AC_5, NIST_CM_3),
)
