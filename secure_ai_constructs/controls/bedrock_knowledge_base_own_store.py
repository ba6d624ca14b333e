"""Two knowledge bases on one index answer each other's questions with each other's documents.

A metadata filter is a query parameter, and a query parameter is no boundary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_4, OWASP_LLM08
from secure_ai_constructs.truth import UNKNOWN, Truth, all_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_INDEX = "StorageConfiguration.S3VectorsConfiguration.IndexArn"
_COLLECTION = "StorageConfiguration.OpensearchServerlessConfiguration.CollectionArn"
_DATABASE = "StorageConfiguration.RdsConfiguration.ResourceArn"


def holds(knowledge_base: Resource) -> Truth:
    storage = knowledge_base["StorageConfiguration"]
    stores = [path for path in (_INDEX, _COLLECTION, _DATABASE) if knowledge_base[path].target]
    if not stores:
        return storage.is_set() & UNKNOWN
    return all_of(knowledge_base[path].is_set() & _is_alone_on(knowledge_base, path) for path in stores)


def _is_alone_on(knowledge_base: Resource, path: str) -> Truth:
    store = knowledge_base[path].target
    if store is None:
        return UNKNOWN
    return ~store.referrers(knowledge_base.type, path).any(lambda other: truth(other is not knowledge_base))


CONTROL = Control(
    id="bedrock-knowledge-base-own-store",
    title="Each knowledge base has a vector store of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
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
