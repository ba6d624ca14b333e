"""How documents are cut into what is embedded and retrieved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.patterns.foundation.kind import require_kind, require_whole_number

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel

_SETTINGS = {
    "FIXED_SIZE": ["fixedSizeChunkingConfiguration"],
    "HIERARCHICAL": ["hierarchicalChunkingConfiguration"],
    "NONE": [],
}
_LARGEST_CHUNK = 8192
_MANY_LEVELS_MAX = 8192


@dataclass(frozen=True, slots=True)
class Chunking:
    """A strategy and its numbers; a change makes another data source, and documents are ingested anew.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-chunking.html
    """

    strategy: str
    configuration: tuple[tuple[str, Any], ...] = ()
    largest: int = 300
    """The longest chunk that is embedded, in tokens."""

    def __post_init__(self) -> None:
        require_kind("chunking's strategy", self.strategy, str)
        require_kind("chunking's configuration", self.configuration, tuple)
        require_whole_number("chunking's largest", self.largest, least=0)
        _must(
            all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], dict) for one in self.configuration),  # noqa: PLR2004 - a name and its numbers
            f"chunking's numbers must be a name and what it says each, were {self.configuration!r}",
        )
        _must(self.strategy in _SETTINGS, f"strategy must be one of {', '.join(_SETTINGS)}, was {self.strategy!r}")
        _must(
            (self.strategy == "NONE") is not bool(self.configuration),
            f"a strategy must have its numbers, and NONE none: use Chunking.fixed_size() and the like, was {self!r}",
        )
        wanted = _SETTINGS[self.strategy]
        _must(
            [name for name, _ in self.configuration] == wanted,
            f"the numbers of {self.strategy} must be {', '.join(wanted)}: use Chunking.fixed_size() and the like, was {self!r}",
        )

    @staticmethod
    def fixed_size(*, max_tokens: int = 300, overlap_percentage: int = 20) -> Chunking:
        """Chunks of a size, each of which repeats some of the one before; 1 to 99 percent."""
        _must_be_whole(max_tokens=max_tokens, overlap_percentage=overlap_percentage)
        _must(1 <= max_tokens <= _LARGEST_CHUNK, f"max_tokens must be from 1 to {_LARGEST_CHUNK}, was {max_tokens}")
        _must(
            1 <= overlap_percentage <= 99,  # noqa: PLR2004 - the range that the message states
            f"overlap_percentage must be from 1 to 99, was {overlap_percentage}",
        )
        settings = {"maxTokens": max_tokens, "overlapPercentage": overlap_percentage}
        return Chunking("FIXED_SIZE", (("fixedSizeChunkingConfiguration", settings),), max_tokens)

    @staticmethod
    def hierarchical(*, parent_tokens: int = 1500, child_tokens: int = 300, overlap_tokens: int = 60) -> Chunking:
        """Small chunks are found, and the larger ones around them are answered from."""
        _must_be_whole(parent_tokens=parent_tokens, child_tokens=child_tokens, overlap_tokens=overlap_tokens)
        _must(
            1 <= overlap_tokens < child_tokens < parent_tokens <= _MANY_LEVELS_MAX,
            f"overlap, child and parent must be ever larger, and at most {_MANY_LEVELS_MAX} tokens, "
            f"were {overlap_tokens}, {child_tokens} and {parent_tokens}",
        )
        levels = [{"maxTokens": parent_tokens}, {"maxTokens": child_tokens}]
        settings = {"levelConfigurations": levels, "overlapTokens": overlap_tokens}
        return Chunking("HIERARCHICAL", (("hierarchicalChunkingConfiguration", settings),), child_tokens)

    @staticmethod
    def none() -> Chunking:
        """Each document is one chunk, for documents that were cut before."""
        return Chunking("NONE", largest=0)

    def require_model(self, embedding: EmbeddingModel, *, of: str) -> None:
        """Raises ValueError when the model would read only the beginning of a chunk."""
        if self.largest > embedding.longest_chunk:
            raise ValueError(
                f"{of}: chunks must be no longer than the {embedding.longest_chunk} tokens that {embedding.model_id} "
                f"reads, were {self.largest}"
            )

    def as_configuration(self) -> dict[str, Any]:
        """The data source's `chunkingConfiguration`."""
        return {"chunkingStrategy": self.strategy, **dict(self.configuration)}


def _must_be_whole(**numbers: int) -> None:
    for name, number in numbers.items():
        _must(type(number) is int, f"{name} must be a whole number, was {number!r}")


def _must(holds: bool, message: str) -> None:  # noqa: FBT001 - a condition and what to say of it
    if not holds:
        raise ValueError(message)
