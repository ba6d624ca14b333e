"""Nobody can tell afterwards which documents were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return bucket["LoggingConfiguration.DestinationBucketName"].is_set()


def when(bucket: Resource) -> Truth:
    """A bucket that receives logs would log the delivery of its own logs."""
    return ~bucket.referrers(bucket.type, "LoggingConfiguration.DestinationBucketName").exist()


CONTROL = Control(
    id="s3-access-logged",
    title="S3 buckets log access",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Set LoggingConfiguration.DestinationBucketName to a log bucket of the same Region.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",),
    baseline=("DLG-1",),
    satisfies=(
        NIST_AU_12,
        NIST_AU_2,
    ),
)
