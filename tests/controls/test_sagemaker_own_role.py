"""Whether two models share what one of them needs."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_own_role import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ROLE = resource("AWS::IAM::Role")


def model(role: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {"ExecutionRoleArn": role})


OWN = model({"Fn::GetAtt": ["Role", "Arn"]})


def test_a_role_of_its_own_passes() -> None:
    assert judge(CONTROL, OWN, Role=ROLE) is TRUE


def test_a_role_that_another_model_has_fails() -> None:
    assert judge(CONTROL, OWN, Role=ROLE, Other=OWN) is FALSE


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("AWS::SageMaker::NotebookInstance", "RoleArn"),
        ("AWS::SageMaker::DataQualityJobDefinition", "RoleArn"),
        ("AWS::Lambda::Function", "Role"),
    ],
)
def test_a_role_that_something_else_runs_with_fails(kind: str, path: str) -> None:
    other = resource(kind, {path: {"Fn::GetAtt": ["Role", "Arn"]}})
    assert judge(CONTROL, OWN, Role=ROLE, Other=other) is FALSE


def test_a_role_that_people_of_a_domain_work_with_fails() -> None:
    settings = {"DefaultUserSettings": {"ExecutionRole": {"Fn::GetAtt": ["Role", "Arn"]}}}
    assert judge(CONTROL, OWN, Role=ROLE, Domain=resource("AWS::SageMaker::Domain", settings)) is FALSE


def test_a_role_from_elsewhere_is_unknown() -> None:
    assert judge(CONTROL, model("arn:aws:iam::123456789012:role/somebody-s")) is UNKNOWN


def test_no_role_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is FALSE


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
