"""What every bucket's policy says, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCKED_ACTIONS = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionForReplication",
    "s3:PutObject",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:UpdateObjectEncryption",
)
"""What the lock refuses to principals that it does not name; the bucket itself stays administrable."""

CONTENT_ACTIONS = ("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication")
TAG_ACTIONS = (
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:ReplicateTags",
)
"""Whoever may tag an object may call it clean."""

WRITE_ACTIONS = ("s3:PutObject",)

RETENTION_ACTIONS = ("s3:BypassGovernanceRetention", "s3:PutObjectRetention")
"""How what is kept is let go: an object's own retention may be shortened by whoever may bypass it."""


def bucket_policy(bucket: s3.Bucket, statements: list[dict[str, Any]]) -> s3.BucketPolicy:
    """The bucket's one policy, which later statements join; it is kept with the bucket that it guards."""
    document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
    policy = s3.BucketPolicy(
        bucket, "Policy", bucket=bucket, document=document, removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    )
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


def kept(objects: str) -> dict[str, Any]:
    """Refuses everyone, also who administers the account, to shorten what an object is kept for.

    Break-glass is a change of this policy first, which `Operations` tells of.
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    """
    return {
        "Sid": "RetentionStays",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": list(RETENTION_ACTIONS),
        "Resource": objects,
    }


def tls_only(bucket_arn: str) -> list[dict[str, Any]]:
    """Refuses plain HTTP, and TLS older than 1.2."""
    everything = ["s3:*"], [bucket_arn, f"{bucket_arn}/*"]
    return [
        deny("TlsOnly", *everything, {"Bool": {"aws:SecureTransport": "false"}}),
        deny("Tls12", *everything, {"NumericLessThan": {"s3:TlsVersion": 1.2}}),
    ]


def one_encryption(objects: str, key_arn: str, *, of_services: bool = True) -> list[dict[str, Any]]:
    """An upload that says nothing gets the bucket's key; one that asks for anything else is refused.

    A negated condition is true of an absent key, and `IfExists` does not change that in a Deny, so
    `Null` says that the header must be there. It is the algorithm's header in both statements:
    `aws:kms` without a key id would mean the key that AWS manages. Without `of_services`, services of
    AWS choose for themselves: CloudTrail encrypts its digests by S3's own keys.
    AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    algorithm, key_id = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
    asked: dict[str, Any] = {"Null": {algorithm: "false"}}
    if not of_services:
        asked["BoolIfExists"] = {"aws:PrincipalIsAWSService": "false"}
    return [
        deny("WrongAlgorithm", WRITE_ACTIONS, [objects], {"StringNotEquals": {algorithm: "aws:kms"}, **asked}),
        deny("WrongKey", WRITE_ACTIONS, [objects], {"ArnNotEquals": {key_id: key_arn}, **asked}),
    ]


def written_once(objects: str) -> list[dict[str, Any]]:
    """Refuses uploads that could replace an object: S3 refuses those with the header `If-None-Match: *` by itself.

    It does so while there is one: what was deleted could be written again, so nobody deletes. Parts of an upload carry no such header; the request that completes it does. Copies are refused altogether.
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    """
    could_replace = {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}
    never = {"Sid": "NeverDeleted", "Effect": "Deny", "Principal": {"AWS": "*"}, "Resource": objects}
    return [
        deny("WrittenOnce", WRITE_ACTIONS, [objects], could_replace),
        {**never, "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"]},
    ]


def locked(objects: str) -> dict[str, Any]:
    """Refuses everyone but the principals that an exemption names."""
    spared = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    return deny("LockedToNamedPrincipals", LOCKED_ACTIONS, [objects], spared)


def only_through(objects: str, endpoints: list[str]) -> dict[str, Any]:
    """Refuses objects to whoever does not come through these endpoints of S3.

    Services of AWS use their role, or their principal, from AWS's own network, where no endpoint is.
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
    """
    elsewhere = {
        "StringNotEquals": {"aws:SourceVpce": endpoints},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
    }
    return deny("OnlyThroughTheNetwork", LOCKED_ACTIONS, [objects], elsewhere)
