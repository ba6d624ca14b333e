"""Which model turns text into vectors, and how long they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secure_ai_constructs.patterns.foundation.kind import require_kind

if TYPE_CHECKING:
    from aws_cdk import Stack

_TITAN_TEXT_V2 = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-2",
)
_COHERE_V3 = (
    "ap-northeast-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-west-2",
)
_DIMENSIONS = {
    "amazon.titan-embed-text-v2:0": (256, 512, 1024),
    "cohere.embed-english-v3": (1024,),
    "cohere.embed-multilingual-v3": (1024,),
}
_REGIONS = {
    "amazon.titan-embed-text-v2:0": _TITAN_TEXT_V2,
    "cohere.embed-english-v3": _COHERE_V3,
    "cohere.embed-multilingual-v3": _COHERE_V3,
}


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A foundation model in the Region of the stack, and the number of dimensions of its vectors.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-supported.html
    """

    model_id: str
    dimensions: int

    def __post_init__(self) -> None:
        require_kind("an embedding model's model_id", self.model_id, str)
        if self.model_id not in _DIMENSIONS:
            raise ValueError(
                f"an embedding model must be one that knowledge bases support ({', '.join(_DIMENSIONS)}), "
                f"was {self.model_id!r}"
            )
        if type(self.dimensions) is not int or self.dimensions not in _DIMENSIONS[self.model_id]:
            raise ValueError(
                f"{self.model_id}: dimensions must be one of {_DIMENSIONS[self.model_id]}, was {self.dimensions!r}"
            )

    @staticmethod
    def titan_text_v2(*, dimensions: int = 1024) -> EmbeddingModel:
        """Amazon Titan Text Embeddings V2, with 256, 512 or 1024 dimensions."""
        return EmbeddingModel("amazon.titan-embed-text-v2:0", dimensions)

    @staticmethod
    def cohere_english_v3() -> EmbeddingModel:
        """Cohere Embed English v3, with 1024 dimensions."""
        return EmbeddingModel("cohere.embed-english-v3", 1024)

    @staticmethod
    def cohere_multilingual_v3() -> EmbeddingModel:
        """Cohere Embed Multilingual v3, with 1024 dimensions."""
        return EmbeddingModel("cohere.embed-multilingual-v3", 1024)

    @property
    def is_configurable(self) -> bool:
        """Whether the knowledge base must state the number of dimensions."""
        return len(_DIMENSIONS[self.model_id]) > 1

    @property
    def longest_chunk(self) -> int:
        """How many tokens a chunk may have for the model to read all of it."""
        return 512 if self.model_id.startswith("cohere.") else 8192

    def arn(self, stack: Stack) -> str:
        """The model's ARN in the Region of the stack; it belongs to no account."""
        return f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{self.model_id}"

    def require_region(self, region: str, *, of: str) -> None:
        """Raises ValueError where Bedrock does not offer the model to knowledge bases."""
        if region not in _REGIONS[self.model_id]:
            raise ValueError(
                f"{of}: the embedding model must be offered in the Region; {self.model_id} is in "
                f"{', '.join(_REGIONS[self.model_id])}, was {region}"
            )
