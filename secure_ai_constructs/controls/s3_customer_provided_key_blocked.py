"""Ransomware encrypts objects with a key that it alone has, in the name of a role that may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return bucket["BucketEncryption.ServerSideEncryptionConfiguration"].any(
        lambda rule: rule["BlockedEncryptionTypes"]["EncryptionType"].any(lambda one: one.equals("SSE-C"))
    )


CONTROL = Control(
    id="s3-customer-provided-key-blocked",
    title="Buckets refuse keys that a caller brings along",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    holds=holds,
    fix="Block SSE-C with BlockedEncryptionTypes; DataBucket does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",),
    baseline=("KMS-3",),
    satisfies=(NIST_SC_12, NIST_SC_28),
)
