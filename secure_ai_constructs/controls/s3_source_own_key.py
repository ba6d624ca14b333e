"""Two teams under one key are switched off together, and each may read what the other could not keep from it.

The key is the last lock of a team's documents, and its kill switch: whoever may use it for one team may for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_12, OWASP_LLM08
from secure_ai_constructs.sources import DOCUMENTS, holds_documents
from secure_ai_constructs.truth import FALSE, Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_ALIAS, _SOURCE = "AWS::KMS::Alias", "AWS::Bedrock::DataSource"


def holds(bucket: Resource) -> Truth:
    named = _key(bucket)
    key = named.target
    if key is None:
        return named.is_set() & ~bucket.peers(bucket.type).any(
            lambda other: _key(other).same_as(named) & _feeds_another(other, bucket)
        )
    if key.type == _ALIAS:
        key = key["TargetKeyId"].target or key
    names = [key, *key.referrers(_ALIAS, "TargetKeyId")]
    return named.is_set() & ~any_of(
        name.referrers(bucket.type, "BucketEncryption").any(lambda other: _feeds_another(other, bucket))
        for name in names
    )


def _feeds_another(other: Resource, bucket: Resource) -> Truth:
    """A knowledge base reads the other bucket that does not read this one."""
    if other is bucket:
        return FALSE
    own = bucket.referrers(_SOURCE, DOCUMENTS)
    return other.referrers(_SOURCE, DOCUMENTS).any(
        lambda theirs: ~own.any(lambda ours: theirs["KnowledgeBaseId"].same_as(ours["KnowledgeBaseId"]))
    )


def _key(bucket: Resource) -> Value:
    return bucket["BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID"]


def when(bucket: Resource) -> Truth:
    """Whether it has a key at all, another control asks."""
    return holds_documents(bucket) & _key(bucket).is_set()


CONTROL = Control(
    id="s3-source-own-key",
    title="No key encrypts the documents of two knowledge bases",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Give the documents of each knowledge base a key of their own; SecureBedrockRag.add_team does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html",),
    baseline=("IAM-5", "KMS-1"),
    satisfies=(NIST_AC_4, NIST_SC_12, OWASP_LLM08),
)
