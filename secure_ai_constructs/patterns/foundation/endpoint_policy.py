"""What the policy of a VPC endpoint admits: the account's own principals, by conditions that do not grow with teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_iam as iam

if TYPE_CHECKING:
    from collections.abc import Sequence


LARGEST_POLICY = 20_000
"""Characters, of 20,480 that EC2 takes: some are left for the document around statements.

AWS source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""


def from_own_account(account: str, actions: list[str]) -> iam.PolicyStatement:
    """These actions of the account's principals, on the account's own buckets."""
    statement = {
        "Sid": "OwnBuckets",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": actions,
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account, "aws:ResourceAccount": account}},
    }
    return iam.PolicyStatement.from_json(statement)


def admitting(account: str, actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
    """These actions of the account's principals, on these resources."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": list(actions),
        "Resource": list(resources),
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account}},
    }
