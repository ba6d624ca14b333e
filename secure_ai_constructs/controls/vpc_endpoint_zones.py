"""An endpoint in one zone takes the whole workload down with that zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10, NIST_SC_36
from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(endpoint: Resource) -> Truth:
    return endpoint["SubnetIds"].has_at_least(2)


def when(endpoint: Resource) -> Truth:
    """One of OpenSearch Serverless is an interface, and says no type."""
    return truth(endpoint.type != "AWS::EC2::VPCEndpoint") | endpoint["VpcEndpointType"].equals("Interface")


CONTROL = Control(
    id="vpc-endpoint-zones",
    title="Interface endpoints stand in at least two subnets",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPCEndpoint", "AWS::OpenSearchServerless::VpcEndpoint"),
    when=when,
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
