"""One careless bucket policy or ACL publishes the documents, unless the bucket refuses to become public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_SC_7
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SETTINGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def holds(bucket: Resource) -> Truth:
    block = bucket["PublicAccessBlockConfiguration"]
    return all_of(block[setting].equals(True) for setting in _SETTINGS)


CONTROL = Control(
    id="s3-public-access-blocked",
    title="S3 buckets block public access in all four ways",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    holds=holds,
    fix="Set the four properties of PublicAccessBlockConfiguration to true.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",),
    baseline=("KMS-3",),
    satisfies=(
        NIST_AC_3,
        NIST_SC_7,
    ),
)
