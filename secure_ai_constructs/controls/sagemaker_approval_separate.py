"""Whoever trained a model also says that it is good, and it is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_CM_3

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(group: Resource) -> Truth:
    return statements(group["ModelPackageGroupPolicy"]).any(_spares_the_approver)


def _spares_the_approver(statement: Statement) -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & statement.covers("sagemaker:CreateModelPackage")
        & statement.covers("sagemaker:UpdateModelPackage")
        & statement.applies_when(
            "(Arn|String)Not(Equals|Like)",
            "aws:PrincipalArn",
            lambda arn: arn.is_set() & ~arn.matches(r"[*?]"),
            besides="StringEquals sagemaker:ModelApprovalStatus",
        )
    )


CONTROL = Control(
    id="sagemaker-approval-separate",
    title="Versions of a model are approved by somebody who is named",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::ModelPackageGroup",),
    holds=holds,
    fix="Deny approval to every principal but the approver in ModelPackageGroupPolicy; ModelRegistry does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html",),
    baseline=("LIN-2",),
    satisfies=(NIST_AC_5, NIST_CM_3),
)
