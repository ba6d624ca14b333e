"""A customer managed key that rotates, outlives its stack and lets in only the services it is for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

if TYPE_CHECKING:
    from collections.abc import Collection


class KeyPurpose(Enum):
    """What a key encrypts; each purpose adds the key-policy statement that its service needs."""

    DATA = "data"
    """Documents and transient copies: their readers need `kms:Decrypt` by IAM, no service does."""
    VECTORS = "vectors"
    """S3 Vectors indexes, which are built asynchronously by a service principal."""
    LOGS = "logs"
    """CloudWatch log groups of the same account and Region."""


ADMINISTRATION_ACTIONS = (
    "kms:DescribeKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
)
"""Administrators care for the key; they neither use it nor switch it off."""

REVOCATION_ACTIONS = ("kms:DescribeKey", "kms:DisableKey", "kms:EnableKey")
"""The kill switch, and the way back."""


class CustomerKey(Construct):
    """A symmetric key with yearly rotation, kept when its stack is deleted.

    The account keeps control through its root principal, so that no deleted role locks it out;
    a deletion window under 30 days is refused. An administrator and a revoker may be named, two
    roles with separate duties. The key policy names them, so they stand in the key's stack or
    exist already.
    AWS source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        description: str,
        purposes: Collection[KeyPurpose] = (KeyPurpose.DATA,),
        administrator: iam.IRole | None = None,
        revoker: iam.IRole | None = None,
    ) -> None:
        """Creates the key; `purposes` says which services may use it."""
        super().__init__(scope, id)
        if not purposes:
            raise ValueError(f"{self.node.path}: purposes must name what the key encrypts, was empty")
        self.key = kms.Key(
            self,
            "Key",
            description=description,
            enable_key_rotation=True,
            pending_window=Duration.days(30),
            removal_policy=RemovalPolicy.RETAIN,
            policy=iam.PolicyDocument.from_json(_policy(Stack.of(self), purposes)),
        )
        for sid, role, actions in (
            ("Administration", administrator, ADMINISTRATION_ACTIONS),
            ("Revocation", revoker, REVOCATION_ACTIONS),
        ):
            if role:
                self.key.add_to_resource_policy(
                    iam.PolicyStatement(
                        sid=sid, principals=[iam.ArnPrincipal(role.role_arn)], actions=list(actions), resources=["*"]
                    )
                )


def _policy(stack: Stack, purposes: Collection[KeyPurpose]) -> dict[str, Any]:
    """The key policy in IAM's own words: one crossing to Node, and what an auditor will read."""
    account, region, partition = stack.account, stack.region, stack.partition
    statements = [
        {
            "Sid": "AccountKeepsControl",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "NoFastDeletion",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "kms:ScheduleKeyDeletion",
            "Resource": "*",
            "Condition": {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}},
        },
    ]
    if KeyPurpose.VECTORS in purposes:
        statements.append(_vector_indexing(f"arn:{partition}:s3vectors:{region}:{account}:bucket/*", account))
    if KeyPurpose.LOGS in purposes:
        statements.append(_log_groups(f"arn:{partition}:logs:{region}:{account}:log-group:*", region))
    return {"Version": "2012-10-17", "Statement": statements}


def _vector_indexing(buckets: str, account: str) -> dict[str, Any]:
    """Without it, index creation succeeds and ingestion fails later.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html
    """
    context = {"kms:EncryptionContextKeys": ["aws:s3vectors:arn", "aws:s3vectors:resource-id"]}
    return {
        "Sid": "VectorIndexing",
        "Effect": "Allow",
        "Principal": {"Service": "indexing.s3vectors.amazonaws.com"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": buckets},
            "ForAnyValue:StringEquals": context,
        },
    }


def _log_groups(log_groups: str, region: str) -> dict[str, Any]:
    """AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html."""
    return {
        "Sid": "LogGroups",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
    }
