"""Who is told the addresses of a network's endpoints."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.resolver_answers_privately import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource


def resolver(group: Any = None, direction: Any = "INBOUND", subnets: int = 2) -> dict[str, Any]:
    properties = {
        "Direction": direction,
        "SecurityGroupIds": [group or {"Fn::GetAtt": ["Group", "GroupId"]}],
        "IpAddresses": [{"SubnetId": f"subnet-{number}"} for number in range(subnets)],
    }
    return resource("AWS::Route53Resolver::ResolverEndpoint", properties)


def group(cidr: Any = "10.1.0.0/16") -> dict[str, Any]:
    rules = [{"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIp": cidr}]
    return resource("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": rules})


def test_private_addresses_in_two_subnets_pass() -> None:
    assert judge(CONTROL, resolver(), Group=group()) is TRUE


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "203.0.113.0/24"])
def test_other_addresses_fail(cidr: str) -> None:
    assert judge(CONTROL, resolver(), Group=group(cidr)) is FALSE
    rule = resource("AWS::EC2::SecurityGroupIngress", {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "CidrIp": cidr})
    assert judge(CONTROL, resolver(), Group=group(), Rule=rule) is FALSE


def test_one_subnet_fails() -> None:
    assert judge(CONTROL, resolver(subnets=1), Group=group()) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, resolver(), Group=group(ANYTHING)) is UNKNOWN
    assert judge(CONTROL, resolver("sg-1")) is UNKNOWN


def test_who_asks_others_and_other_resources_are_not_spoken_of() -> None:
    assert judge(CONTROL, resolver(direction="OUTBOUND"), Group=group()) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::EC2::SecurityGroup", {"GroupName": SUBJECT})) is NOT_APPLICABLE
