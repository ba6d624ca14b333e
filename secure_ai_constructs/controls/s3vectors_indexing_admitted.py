"""Documents are ingested, and never found: S3 Vectors may not read under the key what it has to index.

The index is made and the job succeeds; what is missing shows in answers alone, which then come from an old corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_KEY = "EncryptionConfiguration.KmsKeyArn"


def holds(store: Resource) -> Truth:
    key = store[_KEY].target
    return statements(key["KeyPolicy"]).any(_admits) if key and key.type == "AWS::KMS::Key" else UNKNOWN


def _admits(statement: Statement) -> Truth:
    return (
        statement.allows()
        & statement.covers("kms:Decrypt")
        & statement.to_service(lambda one: one.equals("indexing.s3vectors.amazonaws.com"))
    )


def when(store: Resource) -> Truth:
    """A key of another app has a policy that nobody sees here."""
    key = store[_KEY]
    return key.is_set() & (key.names_a("AWS::KMS::Key") | ~key.matches("^arn:"))


CONTROL = Control(
    id="s3vectors-indexing-admitted",
    title="S3 Vectors may index under the key of the vectors",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::S3Vectors::Index",
        "AWS::S3Vectors::VectorBucket",
    ),
    when=when,
    holds=holds,
    fix="Allow indexing.s3vectors.amazonaws.com kms:Decrypt in the key's policy; KeyPurpose.VECTORS does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html",),
    baseline=("KMS-7",),
    satisfies=(NIST_SC_12,),
)
