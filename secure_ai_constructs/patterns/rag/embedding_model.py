"""Which model turns text into vectors, and how long they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_cdk import Stack

TITAN_TEXT_V2_DIMENSIONS = (256, 512, 1024)


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A foundation model in the Region of the stack, and the number of dimensions of its vectors.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-supported.html
    """

    model_id: str
    dimensions: int
    configurable: bool = False
    """Whether the knowledge base must state the number of dimensions."""

    @staticmethod
    def titan_text_v2(*, dimensions: int = 1024) -> EmbeddingModel:
        """Amazon Titan Text Embeddings V2, with 256, 512 or 1024 dimensions."""
        if dimensions not in TITAN_TEXT_V2_DIMENSIONS:
            raise ValueError(f"titan_text_v2: dimensions must be one of {TITAN_TEXT_V2_DIMENSIONS}, was {dimensions}")
        return EmbeddingModel("amazon.titan-embed-text-v2:0", dimensions, configurable=True)

    @staticmethod
    def cohere_multilingual_v3() -> EmbeddingModel:
        """Cohere Embed Multilingual v3, with 1024 dimensions."""
        return EmbeddingModel("cohere.embed-multilingual-v3", 1024)

    def arn(self, stack: Stack) -> str:
        """The model's ARN in the Region of the stack; it belongs to no account."""
        return f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{self.model_id}"
