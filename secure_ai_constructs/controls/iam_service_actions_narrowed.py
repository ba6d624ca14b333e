"""Actions that a service takes on a role's behalf, on resources without names, are anybody's who has the role.

AWS has a condition for each: the VPC of an interface, the namespace of a metric, that a grant is for a service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6
from secure_ai_constructs.truth import Truth, all_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_INTERFACES = ("ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface")
_METRICS, _GRANTS = "cloudwatch:PutMetricData", "kms:CreateGrant"


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(
        lambda one: implied(one.allows() & one.covers(*_INTERFACES, _METRICS, _GRANTS), lambda: _is_narrow(one, grant))
    )


def _is_narrow(statement: Statement, grant: Resource) -> Truth:
    return all_of(
        (
            implied(statement.covers(_METRICS), lambda: statement.requires(POSITIVE, "cloudwatch:namespace")),
            implied(statement.covers(_GRANTS), lambda: _is_for_a_service(statement)),
            implied(
                statement.covers(*_INTERFACES) & statement.some_resource(lambda one: one.equals("*")),
                lambda: (
                    statement.requires(POSITIVE, "ec2:(Vpc|Subnet)")
                    | _is_of_none(statement)
                    | _is_kept_from_code(grant)
                ),
            ),
        )
    )


def _is_for_a_service(statement: Statement) -> Truth:
    for_aws = statement.value["Condition"]["Bool"]["kms:GrantIsForAWSResource"].equals("true")
    return for_aws | statement.requires(POSITIVE, "kms:ViaService", broad=r"^[*?]")


def _is_of_none(statement: Statement) -> Truth:
    """It allows the interface itself, of which no network is known before it is made: its subnet is allowed apart."""
    return statement.value["Condition"]["Null"]["ec2:Vpc"].equals("true")


def _is_kept_from_code(grant: Resource) -> Truth:
    """Lambda asks for interfaces on everything; the code of a function has its role, and a Deny keeps them from it."""
    return granted_by(grant).any(
        lambda one: one.refuses(*_INTERFACES[::2]) & one.requires(POSITIVE, "lambda:SourceFunctionArn")
    )


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(lambda one: one.allows() & one.covers(*_INTERFACES, _METRICS, _GRANTS))


CONTROL = Control(
    id="iam-service-actions-narrowed",
    title="Interfaces, metrics and grants are allowed for a network, a namespace and a service",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Add ec2:Vpc or ec2:Subnet, cloudwatch:namespace or kms:GrantIsForAWSResource; deny interfaces where lambda:SourceFunctionArn is a function's.",
    sources=(
        "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
    ),
    baseline=("IAM-7", "IAM-12"),
    satisfies=(NIST_AC_3, NIST_AC_6),
)
