"""Without a key of one's own nobody can revoke access to the documents by switching a key off.

S3's own encryption is transparent to every principal with `s3:GetObject`. A customer managed key
adds a second permission, a record of each use, and the kill switch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_13, NIST_SC_28
from secure_ai_constructs.sources import receives_logs

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    rule = bucket["BucketEncryption.ServerSideEncryptionConfiguration.0"]
    by_default = rule["ServerSideEncryptionByDefault"]
    return by_default["SSEAlgorithm"].one_of("aws:kms", "aws:kms:dsse") & is_customer_key(by_default["KMSMasterKeyID"])


def when(bucket: Resource) -> Truth:
    """The targets of log delivery have a control of their own."""
    return ~receives_logs(bucket)


CONTROL = Control(
    id="s3-customer-key",
    title="S3 buckets encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Set SSEAlgorithm to aws:kms and KMSMasterKeyID to the key of the data's owner.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",),
    baseline=("KMS-3",),
    satisfies=(
        NIST_SC_13,
        NIST_SC_28,
    ),
)
