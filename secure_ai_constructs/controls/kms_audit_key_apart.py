"""Whoever may switch a team off also blinds the audit, when one key encrypts the team's data and the logs.

The kill switch is to disable the key. What is said about the team must go on, so it lies under another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_SC_12
from secure_ai_constructs.truth import Truth, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_DATA = (
    ("AWS::Bedrock::DataSource", "ServerSideEncryptionConfiguration.KmsKeyArn"),
    ("AWS::RDS::DBCluster", "KmsKeyId"),
    ("AWS::S3Vectors::VectorBucket", "EncryptionConfiguration.KmsKeyArn"),
)
_AUDIT = (
    ("AWS::CloudTrail::Trail", "KMSKeyId"),
    ("AWS::Logs::LogGroup", "KmsKeyId"),
    ("AWS::SNS::Topic", "KmsMasterKeyId"),
)


def holds(key: Resource) -> Truth:
    return ~_encrypts(key, _AUDIT) & ~_encrypts_evidence(key)


def _encrypts_evidence(key: Resource) -> Truth:
    """What is locked against everybody proves something later."""
    return key.referrers("AWS::S3::Bucket", "BucketEncryption").any(
        lambda one: truth((one["ObjectLockEnabled"].literal or "").lower() == "true")
    )


def _encrypts(key: Resource, places: tuple[tuple[str, str], ...]) -> Truth:
    """By the key itself, or by an alias of it."""
    return any_of(
        key.referrers(*place).exist()
        | key.referrers("AWS::KMS::Alias", "TargetKeyId").any(lambda alias: alias.referrers(*place).exist())  # noqa: B023 - any_of asks at once
        for place in places
    )


def when(key: Resource) -> Truth:
    """By what is read from it, or by the tag of what nobody reads yet, such as data that a model learns from."""
    return _encrypts(key, _DATA) | key.referrers("AWS::S3::Bucket", "BucketEncryption").any(
        lambda bucket: bucket["Tags"].any(
            lambda tag: tag["Key"].equals("DataProfile") & tag["Value"].equals("documents")
        )
    )


CONTROL = Control(
    id="kms-audit-key-apart",
    title="Keys of a team's data encrypt no log, trail, evidence or alert",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    when=when,
    holds=holds,
    fix="Create a key for logs and alerts that is not the team's; Operations does.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",),
    baseline=("KMS-1", "KMS-10"),
    satisfies=(NIST_AU_9, NIST_SC_12),
)
