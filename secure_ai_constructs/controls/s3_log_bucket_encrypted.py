"""Access logs tell an intruder who reads which document when, and they lie in the clear.

S3 encrypts new objects by itself since 2023; whether with a key that anybody chose, a template
tells only where it says so. A log bucket is where that is easily forgotten. Stating it costs
nothing, so nobody can accept that it is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_SC_28
from secure_ai_constructs.sources import receives_logs

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


_ALGORITHM = "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm"


def holds(bucket: Resource) -> Truth:
    return bucket[_ALGORITHM].one_of("AES256", "aws:kms", "aws:kms:dsse")


def when(bucket: Resource) -> Truth:
    return receives_logs(bucket)


CONTROL = Control(
    id="s3-log-bucket-encrypted",
    title="Buckets that receive logs state their encryption",
    question=Question.ENCRYPTION,
    severity=Severity.FATAL,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Set BucketEncryption on the bucket; use aws:kms with a key for logs where the writing service supports it.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",),
    baseline=("KMS-9",),
    satisfies=(
        NIST_AU_9,
        NIST_SC_28,
    ),
)
