"""Embeddings give their text away to whoever can read them, and AWS's own key keeps nobody out.

Vectors are derived client data: they deserve the key of the documents. Encryption cannot be
changed after creation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28, OWASP_LLM08
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_BUCKET, _INDEX = "AWS::S3Vectors::VectorBucket", "AWS::S3Vectors::Index"


def holds(store: Resource) -> Truth:
    encryption = store["EncryptionConfiguration"]
    own = encryption["SseType"].equals("aws:kms") & is_customer_key(encryption["KmsKeyArn"])
    return own if store.type != _INDEX else own | (~encryption.is_set() & _inherits(store))


def _inherits(index: Resource) -> Truth:
    """An index that says nothing is encrypted as its bucket."""
    bucket = index["VectorBucketArn"].target or index["VectorBucketName"].target
    return holds(bucket) if bucket and bucket.type == _BUCKET else UNKNOWN


CONTROL = Control(
    id="s3vectors-customer-key",
    title="Vector buckets and indexes encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=(
        _INDEX,
        _BUCKET,
    ),
    holds=holds,
    fix="Set EncryptionConfiguration to aws:kms with the documents' key; let indexing.s3vectors.amazonaws.com decrypt.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html",),
    baseline=("KMS-7",),
    satisfies=(
        NIST_SC_28,
        OWASP_LLM08,
    ),
)
