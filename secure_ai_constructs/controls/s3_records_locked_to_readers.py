"""Whoever may read every bucket of the account reads prompts, findings and the truth about people from the records of it.

What a bucket is for, its tag `DataProfile` says. Those that knowledge bases, models and captures use are asked apart, tag
or no tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import objects_are_locked
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_SC_7
from secure_ai_constructs.sources import holds_captures, holds_documents, holds_weights

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return objects_are_locked(bucket)


def when(bucket: Resource) -> Truth:
    """Buckets of logs of S3 itself have no such tag: services alone write there, and nobody is named."""
    used = holds_documents(bucket) | holds_weights(bucket) | holds_captures(bucket)
    return bucket["Tags"].any(lambda tag: tag["Key"].equals("DataProfile") & tag["Value"].is_set()) & ~used


CONTROL = Control(
    id="s3-records-locked-to-readers",
    title="Buckets of records, results and labels refuse all but named principals",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Deny reading, writing and deleting the bucket's objects with ArnNotLike aws:PrincipalArn; DataBucket does.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",),
    baseline=("IAM-6", "MIL-6"),
    satisfies=(
        NIST_AC_3,
        NIST_SC_7,
    ),
)
