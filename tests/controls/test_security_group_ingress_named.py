"""Who may knock."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.security_group_ingress_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def group(*rules: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": list(rules)})


def test_a_private_range_passes() -> None:
    assert judge(CONTROL, group({"CidrIp": "10.0.0.0/16"})) is TRUE


def test_a_group_without_rules_passes() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroup")) is TRUE


def test_every_ipv4_address_fails() -> None:
    assert judge(CONTROL, group({"CidrIp": "10.0.0.0/16"}, {"CidrIp": "0.0.0.0/0"})) is FALSE


def test_every_ipv6_address_fails() -> None:
    assert judge(CONTROL, group({"CidrIpv6": "::/0"})) is FALSE


def test_a_rule_of_its_own_is_judged_too() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroupIngress", {"CidrIp": "0.0.0.0/0"})) is FALSE


def test_a_range_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, group({"CidrIp": ANYTHING})) is UNKNOWN


def test_an_egress_rule_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroupEgress")) is NOT_APPLICABLE


def test_every_spelling_of_every_address_fails() -> None:
    for rule in ({"CidrIp": "10.0.0.0/0"}, {"CidrIpv6": "0::/0"}, {"CidrIpv6": "::0/0"}):
        assert judge(CONTROL, group(rule)) is FALSE


ENDPOINT = resource("AWS::EC2::VPCEndpoint", {"SecurityGroupIds": [{"Fn::GetAtt": ["Subject", "GroupId"]}]})


def test_a_group_of_an_endpoint_admits_private_addresses_alone() -> None:
    assert judge(CONTROL, group({"CidrIp": "192.168.4.0/24"}), Endpoint=ENDPOINT) is TRUE
    assert judge(CONTROL, group({"CidrIp": "52.0.0.0/8"}), Endpoint=ENDPOINT) is FALSE
    assert judge(CONTROL, group({"SourceSecurityGroupId": "sg-1"}), Endpoint=ENDPOINT) is TRUE
    assert judge(CONTROL, group({"CidrIp": "52.0.0.0/8"})) is TRUE, "another group may be of a load balancer"


def test_the_network_s_own_block_is_private() -> None:
    block = {"Fn::GetAtt": ["Vpc", "CidrBlock"]}
    vpc = resource("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"})
    assert judge(CONTROL, group({"CidrIp": block}), Endpoint=ENDPOINT, Vpc=vpc) is TRUE


def test_a_rule_beside_a_group_of_an_endpoint_admits_private_addresses_alone() -> None:
    rule = resource("AWS::EC2::SecurityGroupIngress", {"GroupId": {"Ref": "Group"}, "CidrIp": "8.8.8.0/24"})
    endpoint = resource("AWS::EC2::VPCEndpoint", {"SecurityGroupIds": [{"Ref": "Group"}]})
    assert judge(CONTROL, rule, Group=group(), Endpoint=endpoint) is FALSE
    assert judge(CONTROL, rule, Group=group()) is TRUE
