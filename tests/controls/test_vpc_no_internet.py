"""Whether there is a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.controls.vpc_no_internet import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth

VPC = resource("AWS::EC2::VPC")
SUBNET = resource("AWS::EC2::Subnet", {"VpcId": SUBJECT})
NAT = resource("AWS::EC2::NatGateway", {"SubnetId": {"Ref": "Subnet"}})
ATTACHMENT = resource("AWS::EC2::VPCGatewayAttachment", {"VpcId": SUBJECT, "InternetGatewayId": {"Ref": "Gateway"}})
VPN = resource("AWS::EC2::VPCGatewayAttachment", {"VpcId": SUBJECT, "VpnGatewayId": "vgw-1"})


def test_a_vpc_of_isolated_subnets_passes() -> None:
    assert judge(CONTROL, VPC, Subnet=SUBNET) is TRUE


def test_a_vpn_gateway_passes() -> None:
    assert judge(CONTROL, VPC, Vpn=VPN) is TRUE


def test_an_internet_gateway_fails() -> None:
    assert judge(CONTROL, VPC, Attachment=ATTACHMENT, Gateway=resource("AWS::EC2::InternetGateway")) is FALSE


def test_a_nat_gateway_fails() -> None:
    assert judge(CONTROL, VPC, Subnet=SUBNET, Nat=NAT) is FALSE


def test_an_egress_only_gateway_fails() -> None:
    assert judge(CONTROL, VPC, Gateway=resource("AWS::EC2::EgressOnlyInternetGateway", {"VpcId": SUBJECT})) is FALSE


def test_a_gateway_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, VPC, Subnet=SUBNET, Nat={**NAT, "Condition": "Maybe"}) is UNKNOWN


def test_a_subnet_is_not_spoken_of() -> None:
    assert judge(CONTROL, SUBNET) is NOT_APPLICABLE


def test_a_private_nat_gateway_passes() -> None:
    private = resource("AWS::EC2::NatGateway", {"SubnetId": {"Ref": "Subnet"}, "ConnectivityType": "private"})
    assert judge(CONTROL, VPC, Subnet=SUBNET, Nat=private) is TRUE


def test_a_way_through_a_gateway_of_somebody_else_fails_or_is_unknown() -> None:
    table = resource("AWS::EC2::RouteTable", {"VpcId": SUBJECT})
    for target, destination, verdict in (
        ({"GatewayId": "igw-0123"}, {"DestinationCidrBlock": "0.0.0.0/0"}, FALSE),
        ({"GatewayId": "igw-0123"}, {"DestinationIpv6CidrBlock": "::/0"}, FALSE),
        ({"TransitGatewayId": "tgw-1"}, {"DestinationCidrBlock": "0.0.0.0/0"}, UNKNOWN),
        ({"TransitGatewayId": "tgw-1"}, {"DestinationCidrBlock": "10.0.0.0/8"}, TRUE),
    ):
        route = resource("AWS::EC2::Route", {"RouteTableId": {"Ref": "Table"}, **destination, **target})
        assert judge(CONTROL, VPC, Table=table, Route=route) is verdict


@pytest.mark.parametrize(("kind", "verdict"), [("public", FALSE), ("private", TRUE)])
def test_a_regional_nat_gateway_stands_in_no_subnet(kind: str, verdict: Truth) -> None:
    given = {"AvailabilityMode": "regional", "VpcId": {"Ref": "Subject"}, "ConnectivityType": kind}
    gateway = resource("AWS::EC2::NatGateway", given)
    assert judge(CONTROL, resource("AWS::EC2::VPC"), Gateway=gateway) is verdict


def test_two_halves_are_the_internet_too() -> None:
    table = resource("AWS::EC2::RouteTable", {"VpcId": {"Ref": "Subject"}})
    half = {"RouteTableId": {"Ref": "Table"}, "DestinationCidrBlock": "128.0.0.0/1", "GatewayId": "igw-1"}
    assert judge(CONTROL, resource("AWS::EC2::VPC"), Table=table, Route=resource("AWS::EC2::Route", half)) is FALSE


def test_a_gateway_of_the_internet_leads_out_wherever_to() -> None:
    table = resource("AWS::EC2::RouteTable", {"VpcId": SUBJECT})
    for gateway in ("igw-0123", {"Ref": "Gateway"}):
        some = {"RouteTableId": {"Ref": "Table"}, "DestinationCidrBlock": "52.94.0.0/16", "GatewayId": gateway}
        parts = {"Table": table, "Route": resource("AWS::EC2::Route", some)}
        assert judge(CONTROL, VPC, Gateway=resource("AWS::EC2::InternetGateway"), **parts) is FALSE
