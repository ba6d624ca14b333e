"""One RAG of three teams serves every test that only reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs import VectorStore
from tests.patterns.synthesis import MODEL, rag

if TYPE_CHECKING:
    from secure_ai_constructs import SecureBedrockRag

STORES = {
    "claims": VectorStore.s3_vectors(),
    "fraud": VectorStore.opensearch_serverless(),
    "legal": VectorStore.aurora_postgresql(),
}


@pytest.fixture(scope="session")
def insurance() -> SecureBedrockRag:
    """Claims, fraud and legal, one over each kind of store, each with a query function; nothing may be added."""
    found = rag()
    for name, store in STORES.items():
        found.add_team(name, store=store).add_query_function(model=MODEL)
    return found
