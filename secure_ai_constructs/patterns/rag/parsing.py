"""Who reads what is no plain text: tables, figures, scans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.rag.language_model import LanguageModel

if TYPE_CHECKING:
    from aws_cdk import Stack

_SEES = re.compile(r"anthropic\.claude-(?!v[0-9]|instant)|amazon\.nova-(2-)?(lite|premier|pro)|meta\.llama4")


@dataclass(frozen=True, slots=True)
class Parsing:
    """Bedrock's own parser, or a foundation model that reads documents as a person would, for a price a page.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-advanced-parsing.html
    """

    model: LanguageModel | None = None

    def __post_init__(self) -> None:
        require_kind("a parsing model", self.model, LanguageModel, type(None))
        if self.model and not _SEES.match(self.model.model_id):
            raise ValueError(
                f"a parsing model must be one that sees pages, such as 'amazon.nova-lite-v1:0', was {self.model.model_id}"
            )
        if self.model and self.model.geography:
            raise ValueError(
                f"a parsing model must be one of the Region, because documents pass through it; "
                f"was {self.model.geography}.{self.model.model_id}"
            )

    @staticmethod
    def text() -> Parsing:
        """Bedrock's parser: the text of a document, at no charge."""
        return Parsing()

    @staticmethod
    def foundation_model(model: LanguageModel) -> Parsing:
        """A model of the Region that sees pages; documents go to no other model than the embedding one and this."""
        require_kind("a parsing model", model, LanguageModel)
        return Parsing(model)

    def model_arns(self, stack: Stack) -> list[str]:
        """What the knowledge base's role must invoke for it."""
        return self.model.model_arns(stack) if self.model else []

    def as_configuration(self, stack: Stack) -> dict[str, Any] | None:
        """The data source's `parsingConfiguration`; None for Bedrock's own parser."""
        if self.model is None:
            return None
        [arn] = self.model.model_arns(stack)
        return {
            "parsingStrategy": "BEDROCK_FOUNDATION_MODEL",
            "bedrockFoundationModelConfiguration": {"modelArn": arn},
        }
