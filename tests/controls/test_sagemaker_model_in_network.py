"""Where a container stands."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_model_in_network import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def model(subnets: Any, groups: Any = ("sg-1",)) -> dict[str, Any]:
    place = {"Subnets": subnets, "SecurityGroupIds": list(groups) if isinstance(groups, tuple) else groups}
    return resource("AWS::SageMaker::Model", {"VpcConfig": place})


def test_two_subnets_pass() -> None:
    assert judge(CONTROL, model(["subnet-1", "subnet-2"])) is TRUE


def test_one_subnet_or_twice_the_same_fails() -> None:
    assert judge(CONTROL, model(["subnet-1"])) is FALSE
    assert judge(CONTROL, model(["subnet-1", "subnet-1"])) is FALSE


def test_no_group_fails() -> None:
    assert judge(CONTROL, model(["subnet-1", "subnet-2"], ())) is FALSE


def test_no_network_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, model(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
