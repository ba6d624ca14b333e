"""An endpoint without a group of its own takes the default one, which anybody may open for another reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return endpoint["SecurityGroupIds"].has_at_least(1)


def when(endpoint: Resource) -> Truth:
    return endpoint["VpcEndpointType"].equals("Interface")


CONTROL = Control(
    id="vpc-endpoint-own-group",
    title="Interface endpoints have security groups of their own",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPCEndpoint",),
    when=when,
    holds=holds,
    fix="List a security group for the endpoint in SecurityGroupIds, and admit only its callers.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",),
    baseline=("NET-5",),
    satisfies=(NIST_SC_7,),
)
