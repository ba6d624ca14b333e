"""What passes through a VPC endpoint: whose credentials, to whose resources.

AWS source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access.policy import POSITIVE, Statement

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth

_EVERY_RESOURCE = (
    r"^[*?]*\*[*?]*$|^arn:([^:]*:){2,4}[*?]*\*[*?]*$|^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?][^:]*:|^arn:[^:]*:s3:::[*?]*\*"
)
"""Whatever there is, or whatever there is in somebody's account."""
_CALLERS = r"aws:(Principal(Account|Arn|OrgID|OrgPaths|Tag/.*)|userid)"
_OF_AWS = (
    r"^arn:[^:]*:s3:::(al2023-repos-|amazon-ssm-|aws-ssm-|cloudformation-(custom-resource-response|waitcondition)-"
    r"|prod-[^/]*-starport-layer-bucket)"
)
"""Buckets of AWS, to which functions and instances write by addresses that AWS has signed, or whose content is public."""


def is_for_services(statement: Statement) -> Truth:
    """AWS's own services call through it, of which no credential is stolen."""
    return statement.value["Condition"]["Bool"]["aws:PrincipalIsAWSService"].equals("true")


def names_callers(statement: Statement) -> Truth:
    """It is for named principals, or those of named accounts or organizations; whoever uses an endpoint is in its network."""
    return ~statement.to_anyone() | statement.requires(POSITIVE, _CALLERS)


def names_resources(statement: Statement) -> Truth:
    """It leads to named resources, or those of named accounts or organizations."""
    every = statement.some_resource(lambda arn: arn.matches(_EVERY_RESOURCE))
    return ~every | statement.requires(POSITIVE, "aws:Resource(Account|OrgID|OrgPaths)")


def is_of_aws(statement: Statement) -> Truth:
    """It leads to nothing but buckets that AWS keeps for everybody."""
    return ~statement.some_resource(lambda arn: ~arn.matches(_OF_AWS))


def refuses_strangers(statement: Statement) -> Truth:
    """Whatever is allowed, callers of other accounts or organizations are denied."""
    return (
        statement.refuses("*")
        & statement.to_anyone()
        & statement.applies_when(
            "StringNotEquals(IfExists)?",
            "aws:Principal(Account|OrgID)",
            lambda one: one.is_set() & ~one.matches(r"[*?]"),
            besides="Bool(IfExists)? aws:PrincipalIsAWSService",
        )
    )
