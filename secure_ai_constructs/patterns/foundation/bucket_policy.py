"""What every bucket's policy says, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

if TYPE_CHECKING:
    from collections.abc import Sequence


def bucket_policy(bucket: s3.Bucket, statements: list[dict[str, Any]]) -> s3.BucketPolicy:
    """The bucket's one policy, which later statements join; it is kept with the bucket that it guards."""
    document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
    policy = s3.BucketPolicy(bucket, "Policy", bucket=bucket, document=document, removal_policy=RemovalPolicy.RETAIN)
    bucket.policy = policy
    return policy


def deny(sid: str, actions: Sequence[str], resources: list[str], condition: dict[str, Any]) -> dict[str, Any]:
    """A statement that denies everyone, as far as its condition reaches."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": list(actions),
        "Resource": resources,
        "Condition": condition,
    }


def tls_only(bucket_arn: str) -> list[dict[str, Any]]:
    """Refuses plain HTTP, and TLS older than 1.2."""
    everything = ["s3:*"], [bucket_arn, f"{bucket_arn}/*"]
    return [
        deny("TlsOnly", *everything, {"Bool": {"aws:SecureTransport": "false"}}),
        deny("Tls12", *everything, {"NumericLessThan": {"s3:TlsVersion": 1.2}}),
    ]
