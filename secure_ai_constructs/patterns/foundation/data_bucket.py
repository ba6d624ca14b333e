"""A bucket for client data, which nobody reads who was not named, and nothing that was not scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from secure_ai_constructs.patterns.foundation.access_log_bucket import AccessLogBucket
from secure_ai_constructs.patterns.foundation.bucket_policy import bucket_policy, deny, tls_only
from secure_ai_constructs.patterns.foundation.malware_scan import CLEAN, OBJECT_ACTIONS, SCAN_TAG, MalwareScan

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

CONTENT_ACTIONS = ("s3:GetObject", "s3:GetObjectVersion")
TAG_ACTIONS = (
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
)
"""Whoever may tag an object may call it clean."""

READ_ACTIONS = ("s3:GetObject",)
WRITE_ACTIONS = ("s3:PutObject",)


class DataBucket(Construct):
    """Client data: encrypted with one key, versioned, logged, scanned, and locked to the principals that it names.

    The lock is a `Deny` on reading and writing objects for everyone else, administrators of the
    account and service-linked roles included; it holds from the moment that the bucket exists, and each grant opens it for
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
        arn = self.bucket.bucket_arn
        self._objects = f"{arn}/*"
        self.policy = bucket_policy(self.bucket, [*tls_only(arn), *_one_encryption(self._objects, key.key_arn)])
        self.scan = MalwareScan(self, "MalwareScan", bucket=self.bucket, key=key)
        self._lock = iam.PolicyStatement.from_json(_lock(self._objects))
        self.policy.document.add_statements(self._lock)
        scanner = self.scan.role.role_arn
        self._open_to(scanner, OBJECT_ACTIONS, sid="ScanObjects")
        only_scanner = {"ArnNotLike": {"aws:PrincipalArn": [scanner]}}
        only_clean = {**only_scanner, "StringNotEquals": {f"s3:ExistingObjectTag/{SCAN_TAG}": CLEAN}}
        for gate in (
            deny("OnlyScannerTags", TAG_ACTIONS, [self._objects], only_scanner),
            deny("OnlyCleanObjectsAreRead", CONTENT_ACTIONS, [self._objects], only_clean),
        ):
            self.policy.document.add_statements(iam.PolicyStatement.from_json(gate))
        self.scan.plan.node.add_dependency(self.policy)

    def grant_read_objects(self, role: iam.IRole) -> None:
        """Lets a role read the objects, by the bucket's own policy; it also needs `kms:Decrypt` on the key.

        The policy names the role, so the role must stand in the bucket's stack, or exist already
        (`Role.from_role_arn`): a role of a stack that uses the bucket would make the stacks depend
        on one another.
        """
        self._open_to(role.role_arn, READ_ACTIONS, sid="ReadObjects")

    def grant_write_objects(self, role: iam.IRole) -> None:
        """Lets a role add objects, by the bucket's own policy; it also needs `kms:GenerateDataKey` on the key.

        Of the role's stack, the same is true as for `grant_read_objects`.
        """
        self._open_to(role.role_arn, WRITE_ACTIONS, sid="WriteObjects")

    def _open_to(self, arn: str, actions: tuple[str, ...], *, sid: str) -> None:
        self._named += [] if arn in self._named else [arn]
        self._lock.add_condition("ArnNotLike", {"aws:PrincipalArn": self._named})
        grant = {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": arn},
            "Action": list(actions),
            "Resource": self._objects,
        }
        self.policy.document.add_statements(iam.PolicyStatement.from_json(grant))

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


def _one_encryption(objects: str, key_arn: str) -> list[dict[str, Any]]:
    """An upload that says nothing gets the bucket's key; one that asks for anything else is refused.

    A negated condition is true of an absent key, and `IfExists` does not change that in a Deny, so
    `Null` says that the header must be there. It is the algorithm's header in both statements:
    `aws:kms` without a key id would mean the key that AWS manages.
    AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    algorithm, key_id = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
    asked = {"Null": {algorithm: "false"}}
    return [
        deny("WrongAlgorithm", WRITE_ACTIONS, [objects], {"StringNotEquals": {algorithm: "aws:kms"}, **asked}),
        deny("WrongKey", WRITE_ACTIONS, [objects], {"ArnNotEquals": {key_id: key_arn}, **asked}),
    ]


def _lock(objects: str) -> dict[str, Any]:
    """Refuses everyone but the principals that `_open_to` names."""
    spared = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    return deny("LockedToNamedPrincipals", LOCKED_ACTIONS, [objects], spared)
