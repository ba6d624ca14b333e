"""A bucket that was made before, brought to what a bucket of ours is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_s3 as s3

from secure_ai_constructs.patterns.foundation.kind import require_like

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct


def require_bucket(given: s3.IBucket, *, of: Construct) -> s3.Bucket:
    """The bucket, when this stack makes it and its policy is not written yet; raises ValueError otherwise."""
    path = of.node.path
    require_like(f"{path}: bucket", given, "a bucket", "bucket_arn")
    its_path = given.node.path
    if not isinstance(given, s3.Bucket):
        raise ValueError(
            f"{path}: the bucket must be one of this stack, because its encryption and policy are written here; "
            f"{its_path} was only named. Bring it into the stack with `cdk import`"
        )
    if Stack.of(given) is not Stack.of(of):
        where = "another app" if given.node.root is not of.node.root else Stack.of(given).node.path
        raise ValueError(f"{path}: the bucket must stand in {Stack.of(of).node.path}, was in {where}")
    if given.policy:
        raise ValueError(
            f"{path}: the bucket must have no policy yet, because it has one and that is written here; {its_path} had "
            f"{given.policy.node.path}"
        )
    return given


def strengthen(bucket: s3.Bucket, key: kms.IKey) -> None:
    """Gives it the key, versions, closed access and an owner, and keeps it; its name and lifecycle stay."""
    resource, kind = bucket.node.default_child, s3.CfnBucket
    if not isinstance(resource, kind):
        raise TypeError(f"{bucket.node.path}: the bucket must be made of a CfnBucket, was {type(resource).__name__}")
    resource.bucket_encryption = kind.BucketEncryptionProperty(
        server_side_encryption_configuration=[
            kind.ServerSideEncryptionRuleProperty(
                bucket_key_enabled=True,
                blocked_encryption_types=kind.BlockedEncryptionTypesProperty(encryption_type=["SSE-C"]),
                server_side_encryption_by_default=kind.ServerSideEncryptionByDefaultProperty(
                    sse_algorithm="aws:kms", kms_master_key_id=key.key_arn
                ),
            )
        ]
    )
    resource.versioning_configuration = kind.VersioningConfigurationProperty(status="Enabled")
    resource.public_access_block_configuration = kind.PublicAccessBlockConfigurationProperty(
        block_public_acls=True, block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True
    )
    resource.ownership_controls = kind.OwnershipControlsProperty(
        rules=[kind.OwnershipControlsRuleProperty(object_ownership="BucketOwnerEnforced")]
    )
    resource.access_control = None
    bucket.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
