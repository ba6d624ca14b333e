"""A way to the internet is a way out for documents, weights and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7, OWASP_LLM02
from secure_ai_constructs.truth import UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(vpc: Resource) -> Truth:
    """Gateways are attached to the VPC, to one of its subnets, or stand in one of its route tables."""
    attached = vpc.referrers("AWS::EC2::VPCGatewayAttachment", "VpcId")
    egress_only = vpc.referrers("AWS::EC2::EgressOnlyInternetGateway", "VpcId")
    subnets = vpc.referrers("AWS::EC2::Subnet", "VpcId")
    return (
        ~attached.any(lambda attachment: attachment["InternetGatewayId"].is_set())
        & ~egress_only.any(lambda gateway: gateway["VpcId"].is_set())
        & ~subnets.any(_has_nat_gateway)
        & ~vpc.referrers("AWS::EC2::NatGateway", "VpcId").any(_is_public)
        & ~vpc.referrers("AWS::EC2::RouteTable", "VpcId").any(_leads_out)
    )


def _leads_out(table: Resource) -> Truth:
    """To a gateway of others; where a transit gateway or an appliance leads, no template says."""
    return table.referrers("AWS::EC2::Route", "RouteTableId").any(
        lambda route: (
            (_is_wide(route) & UNKNOWN)
            | route["GatewayId"].matches("^igw-")
            | route["GatewayId"].names_a("AWS::EC2::InternetGateway")
        )
    )


def _is_wide(route: Resource) -> Truth:
    blocks = route["DestinationCidrBlock"], route["DestinationIpv6CidrBlock"]
    return any_of(one.matches(r"/[0-7]$") for one in blocks)


def _has_nat_gateway(subnet: Resource) -> Truth:
    return subnet.referrers("AWS::EC2::NatGateway", "SubnetId").any(_is_public)


def _is_public(gateway: Resource) -> Truth:
    return ~gateway["ConnectivityType"].equals("private")


CONTROL = Control(
    id="vpc-no-internet",
    title="VPCs have no way to the internet",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPC",),
    holds=holds,
    fix="Use isolated subnets and VPC endpoints; PrivateNetwork builds both.",
    sources=(
        "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/usingVPC.html",
    ),
    baseline=("NET-1",),
    satisfies=(
        NIST_SC_7,
        OWASP_LLM02,
    ),
)
