"""A document under another key survives the team's kill switch, and is read by whoever holds that key.

Default encryption is a default: an upload may ask for another algorithm or key, unless the
bucket refuses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28
from secure_ai_constructs.sources import holds_captures, holds_documents, holds_weights

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth

_NOT = "(String|Arn)Not(Equals|Like)(IfExists)?"
_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_ALGORITHM = "s3:x-amz-server-side-encryption"


def holds(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: _refuses(policy, bucket, _ALGORITHM) & _refuses(policy, bucket, _KEY)
    )


def _refuses(policy: Resource, bucket: Resource, header: str) -> Truth:
    """`Null` beside it lets uploads through that ask for nothing, and so get the bucket's default."""

    def refuses(statement: Statement) -> Truth:
        return (
            statement.denies()
            & statement.to_anyone()
            & statement.covers("s3:PutObject")
            & statement.on_all_objects_of(bucket)
            & statement.applies_when(_NOT, header, _is_one, besides=f"Null {_ALGORITHM}")
        )

    return statements(policy["PolicyDocument"]).any(refuses)


def _is_one(value: Value) -> Truth:
    return value.is_set() & ~value.matches(r"[*?]")


def when(bucket: Resource) -> Truth:
    return holds_documents(bucket) | holds_weights(bucket) | holds_captures(bucket)


CONTROL = Control(
    id="s3-source-one-key",
    title="Buckets behind a knowledge base or a model refuse uploads under another key",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Deny s3:PutObject when the encryption headers name another algorithm or key; DataBucket does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",),
    baseline=("KMS-3",),
    satisfies=(NIST_SC_28,),
)
