"""An endpoint in one zone takes the whole workload down with that zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10, NIST_SC_36
from secure_ai_constructs.zones import in_zones, is_interface

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return in_zones(endpoint["SubnetIds"], 2)


CONTROL = Control(
    id="vpc-endpoint-zones",
    title="Interface endpoints stand in at least two zones",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPCEndpoint", "AWS::OpenSearchServerless::VpcEndpoint"),
    when=is_interface,
    holds=holds,
    fix="List a subnet of each Availability Zone in SubnetIds; AWS allows one subnet a zone.",
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
