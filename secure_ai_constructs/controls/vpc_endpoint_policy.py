"""An open endpoint carries data to any account's bucket or model with any stolen credential.

The default policy of an endpoint is `Allow * on *`. A condition on the principal's account, or a
list of resources, makes it a boundary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import (
    Statement,
    is_for_services,
    names_callers,
    names_resources,
    refuses_strangers,
    statements,
)
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(endpoint: Resource) -> Truth:
    policy = endpoint["PolicyDocument"]
    return policy.is_set() & (statements(policy).all(_is_narrow) | statements(policy).any(refuses_strangers))


def _is_narrow(statement: Statement) -> Truth:
    return implied(
        statement.allows() & ~is_for_services(statement), lambda: names_callers(statement) | names_resources(statement)
    )


def when(endpoint: Resource) -> Truth:
    """Gateway Load Balancer endpoints take no policy."""
    return ~endpoint["VpcEndpointType"].equals("GatewayLoadBalancer")


CONTROL = Control(
    id="vpc-endpoint-policy",
    title="VPC endpoints have a policy that names principals or resources",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPCEndpoint",),
    when=when,
    holds=holds,
    fix="Set PolicyDocument with aws:PrincipalAccount and, where resources are yours, aws:ResourceAccount.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",),
    baseline=("NET-4",),
    satisfies=(
        NIST_AC_3,
        NIST_AC_4,
        NIST_SC_7,
    ),
)
