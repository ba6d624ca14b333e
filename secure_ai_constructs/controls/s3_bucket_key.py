"""Every object that is read is a call of KMS, and one team's ingestion uses up what the account's others may ask of it.

With a bucket key, S3 asks for a key of its own for a while: fewer calls, a smaller bill, and no throttling of neighbors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_RULE = "BucketEncryption.ServerSideEncryptionConfiguration.0"


def holds(bucket: Resource) -> Truth:
    return bucket[f"{_RULE}.BucketKeyEnabled"].equals(True)


def when(bucket: Resource) -> Truth:
    """Of encryption in two layers, S3 takes no bucket key; and whether there is a key at all, another control asks."""
    return bucket[f"{_RULE}.ServerSideEncryptionByDefault.SSEAlgorithm"].equals("aws:kms")


CONTROL = Control(
    id="s3-bucket-key",
    title="Buckets under a key of KMS have a bucket key",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Set BucketKeyEnabled to true; DataBucket does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",),
    baseline=("KMS-3",),
    satisfies=(NIST_SC_12,),
)
