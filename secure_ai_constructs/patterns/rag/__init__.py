"""Retrieval-augmented generation on Bedrock, for several teams, each with resources of its own."""

from secure_ai_constructs.patterns.rag.chunking import Chunking
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.document_processing import DocumentProcessing
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
from secure_ai_constructs.patterns.rag.guardrail_content import DeniedTopic
from secure_ai_constructs.patterns.rag.language_model import LanguageModel
from secure_ai_constructs.patterns.rag.model_customization import ModelCustomization
from secure_ai_constructs.patterns.rag.parsing import Parsing
from secure_ai_constructs.patterns.rag.query_function import QueryFunction
from secure_ai_constructs.patterns.rag.secure_bedrock_rag import SecureBedrockRag
from secure_ai_constructs.patterns.rag.team import Team
from secure_ai_constructs.patterns.rag.vector_store import VectorStore

__all__ = [
    "Chunking",
    "ContentGuardrail",
    "DeniedTopic",
    "DocumentProcessing",
    "EmbeddingModel",
    "LanguageModel",
    "ModelCustomization",
    "Parsing",
    "QueryFunction",
    "SecureBedrockRag",
    "Team",
    "VectorStore",
]
