"""What happens to a document on its way into the vectors, for all teams of a RAG."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.rag.chunking import Chunking
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
from secure_ai_constructs.patterns.rag.parsing import Parsing


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProcessing:
    """Parsing, chunking and embedding, which have to fit one another."""

    parsing: Parsing = field(default_factory=Parsing.text)
    chunking: Chunking = field(default_factory=Chunking.fixed_size)
    embedding: EmbeddingModel = field(default_factory=EmbeddingModel.titan_text_v2)

    def __post_init__(self) -> None:
        for what, kind in (("parsing", Parsing), ("chunking", Chunking), ("embedding", EmbeddingModel)):
            require_kind(f"document processing's {what}", getattr(self, what), kind)

    @property
    def fingerprint(self) -> str:
        """Eight characters that change with any of the parts, for the names of what cannot change in place."""
        return hashlib.sha256(f"{self}".encode()).hexdigest()[:8]

    def require_region(self, region: str, *, of: str) -> None:
        """Raises ValueError when the parts do not fit one another or the Region."""
        self.embedding.require_region(region, of=of)
        self.chunking.require_model(self.embedding, of=of)
