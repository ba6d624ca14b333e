"""Buckets for client data and for the logs of who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

LOCKED_ACTIONS = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:PutObject",
)
"""What the lock refuses to principals that it does not name; the bucket itself stays administrable."""

READ_ACTIONS = ("s3:GetObject",)
WRITE_ACTIONS = ("s3:PutObject",)


class AccessLogBucket(Construct):
    """Receives the server access logs of the account's buckets in the same Region.

    It is encrypted by S3: log delivery does not take a customer managed key as the bucket's
    default. One condition on the account admits all source buckets, so the policy never grows.
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        retention: Duration | None = None,
    ) -> None:
        """Creates the bucket; logs expire after `retention`, by default after 400 days."""
        super().__init__(scope, id)
        stack = Stack.of(self)
        keep = retention or Duration.days(400)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[s3.LifecycleRule(expiration=keep, noncurrent_version_expiration=Duration.days(30))],
        )
        self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid="LogDelivery",
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
                actions=["s3:PutObject"],
                resources=[self.bucket.arn_for_objects("*")],
                conditions={
                    "StringEquals": {"aws:SourceAccount": stack.account},
                    "ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:s3:::*"},
                },
            )
        )
        _keep_policy(self.bucket)


class DataBucket(Construct):
    """Client data: encrypted with one key, versioned, logged, and locked to the principals that it names.

    The lock is a `Deny` on reading and writing objects for everyone else, administrators of the
    account and the service-linked roles of scanners included; it holds from the moment that the bucket exists, and each grant opens it for
    one principal.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        access_logs: AccessLogBucket,
    ) -> None:
        """Creates the bucket, encrypted with `key` and logged to `access_logs`."""
        super().__init__(scope, id)
        self.key = key
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                    noncurrent_version_expiration=Duration.days(365),
                )
            ],
        )
        self._log_to(access_logs)
        self._named: list[str] = []
        self._lock = self._deny(*LOCKED_ACTIONS, sid="LockedToNamedPrincipals")
        self._lock.add_condition("BoolIfExists", {"aws:PrincipalIsAWSService": "false"})
        self._open_to()
        self.bucket.add_to_resource_policy(self._lock)
        self._refuse_other_encryption()
        _keep_policy(self.bucket)

    def grant_read_objects(self, role: iam.IRole) -> None:
        """Lets a role read the objects, by the bucket's own policy; it also needs `kms:Decrypt` on the key.

        The policy names the role, so the role must stand in the bucket's stack, or exist already
        (`Role.from_role_arn`): a role of a stack that uses the bucket would make the stacks depend
        on one another.
        """
        self._allow(role, READ_ACTIONS, sid="ReadObjects")

    def grant_write_objects(self, role: iam.IRole) -> None:
        """Lets a role add objects, by the bucket's own policy; it also needs `kms:GenerateDataKey` on the key.

        Of the role's stack, the same is true as for `grant_read_objects`.
        """
        self._allow(role, WRITE_ACTIONS, sid="WriteObjects")

    def _allow(self, role: iam.IRole, actions: tuple[str, ...], *, sid: str) -> None:
        self._open_to(role.role_arn)
        self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid=sid,
                principals=[iam.ArnPrincipal(role.role_arn)],
                actions=list(actions),
                resources=[self.bucket.arn_for_objects("*")],
            )
        )

    def _open_to(self, *role_arns: str) -> None:
        self._named += [arn for arn in role_arns if arn not in self._named]
        # An empty list would be an invalid policy; the account id alone matches no principal's ARN.
        self._lock.add_condition("ArnNotLike", {"aws:PrincipalArn": self._named or [_nobody(Stack.of(self))]})

    def _refuse_other_encryption(self) -> None:
        """An upload that says nothing gets the bucket's key; one that asks for anything else is refused.

        A negated condition is true of an absent key, and `IfExists` does not change that in a Deny,
        so `Null` says that the header must be there. It is the algorithm's header in both
        statements: `aws:kms` without a key id would mean the key that AWS manages.
        AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
        """
        algorithm, key_id = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
        for sid, operator, expected in (
            ("WrongAlgorithm", "StringNotEquals", {algorithm: "aws:kms"}),
            ("WrongKey", "ArnNotEquals", {key_id: self.key.key_arn}),
        ):
            statement = self._deny(*WRITE_ACTIONS, sid=sid)
            statement.add_condition(operator, expected)
            statement.add_condition("Null", {algorithm: "false"})
            self.bucket.add_to_resource_policy(statement)

    def _deny(self, *actions: str, sid: str) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            sid=sid,
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=list(actions),
            resources=[self.bucket.arn_for_objects("*")],
        )

    def _log_to(self, access_logs: AccessLogBucket) -> None:
        """Through the L1: the L2 would add a statement to the log bucket's policy for every source."""
        resource = self.bucket.node.default_child
        if not isinstance(resource, s3.CfnBucket):
            raise TypeError(f"{self.node.path}: the bucket must be made of a CfnBucket, was {type(resource).__name__}")
        resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=access_logs.bucket.bucket_name,
            target_object_key_format=s3.CfnBucket.TargetObjectKeyFormatProperty(
                partitioned_prefix=s3.CfnBucket.PartitionedPrefixProperty(partition_date_source="EventTime")
            ),
        )


def _keep_policy(bucket: s3.Bucket) -> None:
    """A retained bucket without its policy would open up when the stack is deleted."""
    if bucket.policy:
        bucket.policy.apply_removal_policy(RemovalPolicy.RETAIN)


def _nobody(stack: Stack) -> str:
    return f"arn:{stack.partition}:iam::{stack.account}:role/nobody-was-granted-access"
