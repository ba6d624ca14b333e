"""In two zones, the loss of one leaves no redundancy for as long as it lasts; Regions have three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10, NIST_SC_36
from secure_ai_constructs.zones import in_zones, is_interface

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return in_zones(endpoint["SubnetIds"], 3)


def when(endpoint: Resource) -> Truth:
    """Of one zone, vpc-endpoint-zones speaks."""
    return is_interface(endpoint) & in_zones(endpoint["SubnetIds"], 2)


CONTROL = Control(
    id="vpc-endpoint-three-zones",
    title="Interface endpoints stand in three zones",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::EC2::VPCEndpoint", "AWS::OpenSearchServerless::VpcEndpoint"),
    when=when,
    holds=holds,
    fix="List subnets of three Availability Zones in SubnetIds, or accept the risk where a VPC has two.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",),
    baseline=(
        "HA-1",
        "NET-6",
    ),
    satisfies=(
        NIST_CP_10,
        NIST_SC_36,
    ),
)
