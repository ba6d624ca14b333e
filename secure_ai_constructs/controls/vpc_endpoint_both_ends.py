"""A caller from inside writes our data to a stranger's bucket, or a stranger's credential is used from inside.

A policy that names the callers' account alone lets them reach any account's resources; one that names resources alone
lets anybody's credentials use them. AWS's data perimeter asks for both ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import (
    Statement,
    is_for_services,
    is_of_aws,
    names_callers,
    names_resources,
    refuses_strangers,
    statements,
)
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(endpoint: Resource) -> Truth:
    policy = statements(endpoint["PolicyDocument"])
    refused = policy.any(refuses_strangers)
    return policy.all(lambda one: implied(_is_ours(one), lambda: _names_both(one, refused)))


def _is_ours(statement: Statement) -> Truth:
    return statement.allows() & ~is_for_services(statement) & ~is_of_aws(statement)


def _names_both(statement: Statement, refused: Truth) -> Truth:
    """Of one that names neither, `vpc-endpoint-policy` tells."""
    callers, resources = names_callers(statement) | refused, names_resources(statement)
    return implied(callers | resources, lambda: callers & resources)


def when(endpoint: Resource) -> Truth:
    """One without a policy is open to both, which `vpc-endpoint-policy` says."""
    return endpoint["PolicyDocument"].is_set() & ~endpoint["VpcEndpointType"].equals("GatewayLoadBalancer")


CONTROL = Control(
    id="vpc-endpoint-both-ends",
    title="Policies of VPC endpoints name whose callers may pass, and to whose resources",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::EC2::VPCEndpoint",),
    when=when,
    holds=holds,
    fix="Add aws:PrincipalAccount or aws:PrincipalOrgID to each Allow, and name resources or add aws:ResourceAccount.",
    sources=("https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/welcome.html",),
    baseline=("NET-2", "NET-4"),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
