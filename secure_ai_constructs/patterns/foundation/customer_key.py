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


class CustomerKey(Construct):
    """A symmetric key with yearly rotation, kept when its stack is deleted.

    The account keeps control through its root principal, so that no deleted role locks it out;
    a deletion window under 30 days is refused.
    AWS source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        description: str,
        purposes: Collection[KeyPurpose] = (KeyPurpose.DATA,),
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
        )
        self.key.add_to_resource_policy(_no_fast_deletion())
        if KeyPurpose.VECTORS in purposes:
            self.key.add_to_resource_policy(_vector_indexing(Stack.of(self)))
        if KeyPurpose.LOGS in purposes:
            self.key.add_to_resource_policy(_log_groups(Stack.of(self)))


def _no_fast_deletion() -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid="NoFastDeletion",
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["kms:ScheduleKeyDeletion"],
        resources=["*"],
        conditions={"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}},
    )


def _vector_indexing(stack: Stack) -> iam.PolicyStatement:
    """Without it, index creation succeeds and ingestion fails later.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html
    """
    conditions: dict[str, Any] = {
        "StringEquals": {"aws:SourceAccount": stack.account},
        "ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:s3vectors:{stack.region}:{stack.account}:bucket/*"},
        "ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": ["aws:s3vectors:arn", "aws:s3vectors:resource-id"]},
    }
    return iam.PolicyStatement(
        sid="VectorIndexing",
        principals=[iam.ServicePrincipal("indexing.s3vectors.amazonaws.com")],
        actions=["kms:Decrypt"],
        resources=["*"],
        conditions=conditions,
    )


def _log_groups(stack: Stack) -> iam.PolicyStatement:
    """AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html."""
    log_groups = f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group:*"
    return iam.PolicyStatement(
        sid="LogGroups",
        principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
        actions=["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
    )
