"""Two knowledge bases that read one bucket answer each other's questions with each other's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_4, OWASP_LLM08
from secure_ai_constructs.sources import DOCUMENTS
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(source: Resource) -> Truth:
    bucket = source[DOCUMENTS]
    if bucket.target is None:
        return bucket.is_set() & UNKNOWN
    base = source["KnowledgeBaseId"]
    return bucket.is_set() & ~bucket.target.referrers(source.type, DOCUMENTS).any(
        lambda other: ~other["KnowledgeBaseId"].same_as(base)
    )


def when(source: Resource) -> Truth:
    return source[DOCUMENTS].is_set()


CONTROL = Control(
    id="bedrock-data-source-own-bucket",
    title="Each knowledge base reads a bucket of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::DataSource",),
    when=when,
    holds=holds,
    fix="Give every knowledge base its own bucket; SecureBedrockRag.add_team does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/s3-data-source-connector.html",),
    baseline=("IAM-5",),
    satisfies=(NIST_AC_4, NIST_SC_4, OWASP_LLM08),
)
