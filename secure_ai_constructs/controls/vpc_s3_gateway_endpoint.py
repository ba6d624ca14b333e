"""Without a private route to S3, the next person in a hurry adds a public one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(vpc: Resource) -> Truth:
    tables = vpc.referrers("AWS::EC2::RouteTable", "VpcId")
    return vpc.referrers("AWS::EC2::VPCEndpoint", "VpcId").any(
        lambda endpoint: (
            _is_s3_gateway(endpoint)
            & tables.all(lambda table: endpoint["RouteTableIds"].refers_to(table) | _leads_out(table))
        )
    )


def _is_s3_gateway(endpoint: Resource) -> Truth:
    return (
        endpoint["ServiceName"].matches(r"\.s3$")
        & (~endpoint["VpcEndpointType"].is_set() | endpoint["VpcEndpointType"].equals("Gateway"))
        & endpoint["RouteTableIds"].has_at_least(1)
    )


def _leads_out(table: Resource) -> Truth:
    """Of a table that leads to the internet, another control speaks."""
    return table.referrers("AWS::EC2::Route", "RouteTableId").any(lambda route: route["GatewayId"].is_set())


CONTROL = Control(
    id="vpc-s3-gateway-endpoint",
    title="VPCs reach S3 through a gateway endpoint on every private route table",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPC",),
    holds=holds,
    fix="Create a gateway endpoint for S3 on every private route table.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",),
    baseline=("NET-2",),
    satisfies=(
        NIST_AC_4,
        NIST_SC_7,
    ),
)
