"""Which model answers, and whether it may answer from another Region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secure_ai_constructs.patterns.foundation.data_residency import GEOGRAPHIES

if TYPE_CHECKING:
    from aws_cdk import Stack

PROVIDERS = (
    "ai21",
    "amazon",
    "anthropic",
    "cohere",
    "deepseek",
    "google",
    "meta",
    "minimax",
    "mistral",
    "moonshot",
    "nvidia",
    "openai",
    "qwen",
    "writer",
    "zai",
)
_MODEL_ID = re.compile(r"(?P<provider>[a-z0-9]+)\.[a-z0-9][a-z0-9.-]*(:[0-9]+)?")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A foundation model, and the geographic profile that it is asked through, if any.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
    """

    model_id: str
    geography: str = ""
    """Empty for the Region itself, `global`, or a geography such as `eu`."""

    def __post_init__(self) -> None:
        found = _MODEL_ID.fullmatch(self.model_id)
        if not found or found["provider"] not in PROVIDERS:
            raise ValueError(
                f"a model's id must be one of Bedrock's, such as 'amazon.nova-lite-v1:0', "
                f"of a provider among {', '.join(PROVIDERS)}; was {self.model_id!r}"
            )
        if self.geography not in ("", "global", *GEOGRAPHIES):
            raise ValueError(
                f"a model's geography must be empty, global or one of {', '.join(GEOGRAPHIES)}, was {self.geography!r}"
            )

    @staticmethod
    def in_region(model_id: str) -> LanguageModel:
        """A model in the Region of the stack: prompts stay there."""
        return LanguageModel(model_id)

    @staticmethod
    def within(geography: str, model_id: str) -> LanguageModel:
        """A model through a geographic inference profile: prompts go to any Region of the geography."""
        if geography not in GEOGRAPHIES:
            raise ValueError(f"geography must be one of {', '.join(GEOGRAPHIES)}, was {geography!r}")
        return LanguageModel(model_id, geography)

    @staticmethod
    def anywhere(model_id: str) -> LanguageModel:
        """A model through the global inference profile: prompts may leave every jurisdiction."""
        return LanguageModel(model_id, "global")

    def regions(self, region: str) -> tuple[str, ...]:
        """Where a prompt asked in the Region may be answered; empty for anywhere."""
        if self.geography == "global":
            return ()
        return tuple(sorted({region, *GEOGRAPHIES.get(self.geography, ())}))

    def source_arn(self, stack: Stack) -> str:
        """What an application inference profile is copied from."""
        if not self.geography:
            return f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{self.model_id}"
        profile = f"{self.geography}.{self.model_id}"
        return f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:inference-profile/{profile}"

    def model_arns(self, stack: Stack) -> list[str]:
        """The foundation model in every Region that may answer, as a caller's policy must name it."""
        regions = self.regions(stack.region) or (stack.region, "")
        return [f"arn:{stack.partition}:bedrock:{region}::foundation-model/{self.model_id}" for region in regions]
