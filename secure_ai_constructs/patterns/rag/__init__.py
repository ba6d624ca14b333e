"""Retrieval-augmented generation on Bedrock, for several teams, each with resources of its own."""

from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
from secure_ai_constructs.patterns.rag.secure_bedrock_rag import SecureBedrockRag
from secure_ai_constructs.patterns.rag.team import Team
from secure_ai_constructs.patterns.rag.vector_store import VectorStore

__all__ = ["ContentGuardrail", "EmbeddingModel", "SecureBedrockRag", "Team", "VectorStore"]
