"""Whoever did it deletes the proof of it.

In governance mode, a retention lasts as long as nobody bypasses it: the bucket's policy has to deny that.
What a bucket is for, its tag `DataProfile` says: `capture`, `evidence` and `logs` are kept from everybody for a while; so
is what an endpoint captures, whatever the tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_SI_7
from secure_ai_constructs.sources import holds_captures

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    retention = bucket["ObjectLockConfiguration.Rule.DefaultRetention"]
    return (
        bucket["ObjectLockEnabled"].equals(True)
        & (retention["Mode"].equals("COMPLIANCE") | (retention["Mode"].equals("GOVERNANCE") & _is_not_bypassed(bucket)))
        & (retention["Days"].at_least(1) | retention["Years"].at_least(1))
    )


def _is_not_bypassed(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: statements(policy["PolicyDocument"]).any(
            lambda one: (
                one.denies()
                & one.to_anyone()
                & one.covers("s3:BypassGovernanceRetention")
                & one.covers("s3:PutObjectRetention")
                & one.on_all_objects_of(bucket)
                & one.is_unconditional()
            )
        )
    )


def when(bucket: Resource) -> Truth:
    """By its tag, or by what an endpoint writes there."""
    return holds_captures(bucket) | bucket["Tags"].any(
        lambda tag: tag["Key"].equals("DataProfile") & tag["Value"].one_of("capture", "evidence", "logs")
    )


CONTROL = Control(
    id="s3-evidence-immutable",
    title="Buckets of evidence keep what they hold from deletion",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Set ObjectLockEnabled, a default retention, and a Deny of bypassing it; DataBucket with such a profile does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",),
    baseline=("CT-6", "INT-1", "MIL-8"),
    satisfies=(NIST_AU_9, NIST_SI_7),
)
