"""Without private DNS, an SDK resolves the service's public address and calls past the endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return endpoint["PrivateDnsEnabled"].equals(True)


def when(endpoint: Resource) -> Truth:
    return endpoint["VpcEndpointType"].equals("Interface")


CONTROL = Control(
    id="vpc-endpoint-private-dns",
    title="Interface endpoints answer under the service's own name",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPCEndpoint",),
    when=when,
    holds=holds,
    fix="Set PrivateDnsEnabled to true; the VPC needs DNS support and DNS hostnames.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",),
    baseline=(
        "NET-6",
        "TLS-3",
    ),
    satisfies=(NIST_SC_7,),
)
