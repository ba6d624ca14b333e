"""What is not recorded, or recorded to where anybody reads it, proves nothing about the day of the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_CM_8
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_GLOBAL = "RecordingGroup.IncludeGlobalResourceTypes"


def holds(recorder: Resource) -> Truth:
    delivered = recorder.peers("AWS::Config::DeliveryChannel").any(
        lambda channel: (
            channel.in_region_of(recorder)
            & is_customer_key(channel["S3KmsKeyArn"])
            & truth(channel not in recorder.references and recorder not in channel.references)
            & ~_is_locked(channel)
        )
    )
    return recorder["RecordingGroup.AllSupported"].equals(True) & _is_global(recorder) & delivered


def _is_global(recorder: Resource) -> Truth:
    """Roles and policies are recorded in one Region of an account, which may be one of another app."""
    elsewhere = recorder.peers("AWS::Config::ConfigurationRecorder").any(lambda one: one[_GLOBAL].equals(True))
    return elsewhere | (recorder[_GLOBAL].equals(False) & UNKNOWN)


def _is_locked(channel: Resource) -> Truth:
    """Config tries out a bucket with an object that it takes away again; the recorder itself is made before the channel."""
    bucket = channel["S3BucketName"].target
    return bucket["ObjectLockConfiguration"].is_set() if bucket else FALSE


CONTROL = Control(
    id="config-recorder-complete",
    title="Config records all types of resources, IAM's too, and delivers encrypted",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    fix="Set RecordingGroup.AllSupported and, in one Region, IncludeGlobalResourceTypes, and S3KmsKeyArn of the delivery channel; "
    "ConfigurationRecorder does.",
    sources=(
        "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
        "https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html",
    ),
    baseline=(
        "CFG-1",
        "KMS-9",
    ),
    satisfies=(
        NIST_AU_9,
        NIST_CM_8,
    ),
)
