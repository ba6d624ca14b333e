"""Whether the default group is open."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_default_security_group_closed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

VPC = resource("AWS::EC2::VPC")


def lock(group: Any) -> dict[str, Any]:
    return resource("Custom::VpcRestrictDefaultSG", {"DefaultSecurityGroupId": group})


DEFAULT_GROUP = {"Fn::GetAtt": ["Subject", "DefaultSecurityGroup"]}


def test_a_lock_on_the_default_group_passes() -> None:
    assert judge(CONTROL, VPC, Lock=lock(DEFAULT_GROUP)) is TRUE


def closed(group: Any) -> dict[str, Any]:
    return resource("Custom::ClosedDefaultSecurityGroup", {"GroupId": group})


def test_a_closed_default_group_passes() -> None:
    assert judge(CONTROL, VPC, Closed=closed(DEFAULT_GROUP)) is TRUE


def test_the_closed_group_of_another_vpc_fails() -> None:
    other = closed({"Fn::GetAtt": ["Other", "DefaultSecurityGroup"]})
    assert judge(CONTROL, VPC, Closed=other, Other=VPC) is FALSE


def test_a_group_that_may_not_be_closed_is_unknown() -> None:
    assert judge(CONTROL, VPC, Closed={**closed(DEFAULT_GROUP), "Condition": "Maybe"}) is UNKNOWN
    assert judge(CONTROL, VPC, Closed=closed(ANYTHING)) is UNKNOWN


def test_no_lock_fails() -> None:
    assert judge(CONTROL, VPC) is FALSE


def test_a_lock_on_another_vpc_fails() -> None:
    assert judge(CONTROL, VPC, Lock=lock({"Fn::GetAtt": ["Other", "DefaultSecurityGroup"]}), Other=VPC) is FALSE


def test_a_group_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, VPC, Lock=lock(ANYTHING)) is UNKNOWN


def test_a_security_group_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroup")) is NOT_APPLICABLE
