"""Where traffic may go."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.security_group_egress_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def group(rules: Any) -> dict[str, Any]:
    return resource("AWS::EC2::SecurityGroup", {"SecurityGroupEgress": rules})


def test_a_named_destination_passes() -> None:
    assert judge(CONTROL, group([{"CidrIp": "10.0.0.0/16"}])) is TRUE


def test_saying_nothing_fails_because_ec2_then_allows_everything() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroup")) is FALSE


def test_every_address_fails() -> None:
    assert judge(CONTROL, group([{"CidrIp": "0.0.0.0/0"}])) is FALSE


def test_rules_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, group(ANYTHING)) is UNKNOWN


def test_an_ingress_rule_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroupIngress")) is NOT_APPLICABLE


def test_a_rule_of_its_own_is_judged_too() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroupEgress", {"CidrIp": "0.0.0.0/0"})) is FALSE
