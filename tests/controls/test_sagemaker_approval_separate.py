"""Who says that a model is good."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_approval_separate import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, deny, judge, resource

APPROVED = {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}
SPARED = {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/approver"}}


def group(**statement: Any) -> dict[str, Any]:
    lock = {
        "Principal": "*",
        "Action": ["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"],
        "Resource": "*",
        "Condition": {**APPROVED, **SPARED},
    }
    return locked({**lock, **statement}, UPDATES)


UPDATES = {"Principal": "*", "Action": "sagemaker:UpdateModelPackage", "Resource": "*", "Condition": SPARED}


def locked(*statements: dict[str, Any]) -> dict[str, Any]:
    policy = {"Statement": [one for said in statements for one in deny(**said)["Statement"]]}
    return resource("AWS::SageMaker::ModelPackageGroup", {"ModelPackageGroupPolicy": policy})


def test_a_policy_that_spares_the_approver_passes() -> None:
    assert judge(CONTROL, group()) is TRUE


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow"},
        {"Action": "sagemaker:UpdateModelPackage"},
        {"Condition": APPROVED},
        {"Condition": {**APPROVED, "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}},
    ],
    ids=str,
)
def test_a_policy_that_spares_more_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, group(**statement)) is FALSE


def test_whoever_may_update_exchanges_what_was_approved() -> None:
    approves = {**UPDATES, "Action": "sagemaker:CreateModelPackage", "Condition": {**APPROVED, **SPARED}}
    assert judge(CONTROL, locked(approves, UPDATES)) is TRUE
    assert judge(CONTROL, locked(approves)) is FALSE
    assert judge(CONTROL, locked(approves, {**UPDATES, "Condition": {**APPROVED, **SPARED}})) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::ModelPackageGroup")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, group(Action=ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
