"""A bucket's policy is its lock: whoever replaces it reads every document, and nothing in the bucket has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_6, NIST_SI_4
from secure_ai_constructs.sources import holds_captures, holds_documents, holds_weights

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return told_of_calls(bucket, "s3", "DeleteBucketPolicy", "PutBucketPolicy")


def when(bucket: Resource) -> Truth:
    return calls_are_recorded(bucket) & (holds_captures(bucket) | holds_documents(bucket) | holds_weights(bucket))


CONTROL = Control(
    id="s3-changes-told",
    title="Another policy of a bucket with documents, weights or captures raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Add an event rule on PutBucketPolicy and DeleteBucketPolicy; Operations has one.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html",),
    baseline=("CT-7",),
    satisfies=(NIST_CM_6, NIST_SI_4),
)
