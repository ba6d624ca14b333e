"""Two knowledge bases on one index answer each other's questions with each other's documents.

A metadata filter is a query parameter, and a query parameter is no boundary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_4, OWASP_LLM08
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, all_of, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_VECTOR_BUCKET = "StorageConfiguration.S3VectorsConfiguration.VectorBucketArn"
_STORES = (
    "StorageConfiguration.OpensearchServerlessConfiguration.CollectionArn",
    "StorageConfiguration.RdsConfiguration.ResourceArn",
    "StorageConfiguration.S3VectorsConfiguration.IndexArn",
    _VECTOR_BUCKET,
)


def holds(knowledge_base: Resource) -> Truth:
    named = [path for path in _STORES if knowledge_base[path].is_set() is not FALSE]
    if not named:
        return knowledge_base["StorageConfiguration"].is_set() & UNKNOWN
    return all_of(_is_alone_on(knowledge_base, path) for path in named)


def _is_alone_on(knowledge_base: Resource, path: str) -> Truth:
    store = knowledge_base[path].target
    if store is None:
        return knowledge_base[path].is_set() & UNKNOWN
    places = [(store, path)]
    if bucket := store["VectorBucketArn"].target:  # another one may name the bucket, and the index by its name
        places.append((bucket, _VECTOR_BUCKET))
    return knowledge_base[path].is_set() & ~any_of(
        place.referrers(knowledge_base.type, at).any(lambda other: truth(other is not knowledge_base))
        for place, at in places
    )


def when(knowledge_base: Resource) -> Truth:
    """Those of other types have no vectors of their own."""
    return ~knowledge_base["KnowledgeBaseConfiguration.Type"].one_of("KENDRA", "SQL", "MANAGED")


CONTROL = Control(
    id="bedrock-knowledge-base-own-store",
    title="Each knowledge base has a vector store of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    when=when,
    holds=holds,
    fix="Create an index for every team and name it in the knowledge base's storage configuration.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-setup.html",),
    baseline=("IAM-5",),
    satisfies=(
        NIST_AC_4,
        NIST_SC_4,
        OWASP_LLM08,
    ),
)
