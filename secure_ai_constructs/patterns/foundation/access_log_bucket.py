"""Where buckets log who read what."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from secure_ai_constructs.patterns.foundation.bucket_policy import bucket_policy, tls_only
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_known


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
        require_kind(f"{self.node.path}: retention", retention, Duration, type(None))
        stack, keep = Stack.of(self), retention or Duration.days(400)
        require_known(f"{self.node.path}: retention", keep)
        days = keep.to_milliseconds() / Duration.days(1).to_milliseconds()
        if days < 1 or days % 1:
            raise ValueError(
                f"{self.node.path}: retention must be at least a day, and whole days, was {keep.to_human_string()}"
            )
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C],
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            lifecycle_rules=[s3.LifecycleRule(expiration=keep, noncurrent_version_expiration=Duration.days(30))],
        )
        delivery = {
            "Sid": "LogDelivery",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"{self.bucket.bucket_arn}/*",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": stack.account},
                "ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:s3:::*"},
            },
        }
        self.policy = bucket_policy(self.bucket, [*tls_only(self.bucket.bucket_arn), delivery])
