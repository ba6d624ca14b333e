"""Which model answers, and whether it may answer from another Region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secure_ai_constructs.patterns.foundation.data_residency import GEOGRAPHIES
from secure_ai_constructs.patterns.foundation.kind import require_kind

if TYPE_CHECKING:
    from aws_cdk import Stack

ANSWERING: dict[str, str] = {
    "ai21": "jamba",
    "amazon": "nova-(2-)?(lite|micro|premier|pro)|titan-text",
    "anthropic": "claude",
    "cohere": "command",
    "deepseek": "r1|v3",
    "google": "gemma",
    "meta": "llama",
    "minimax": "minimax",
    "mistral": "devstral|magistral|ministral|mistral|mixtral|pixtral|voxtral",
    "moonshot": "kimi",
    "moonshotai": "kimi",
    "nvidia": "nemotron",
    "openai": "gpt",
    "qwen": "qwen",
    "writer": "palmyra",
    "zai": "glm",
}
"""By provider, the families of models that answer in words; not those that embed, rank, draw or speak.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
"""
_FAMILIES = "|".join(rf"{provider}\.({families})" for provider, families in ANSWERING.items())
_MODEL_ID = re.compile(rf"(?:{_FAMILIES})[a-z0-9.-]*(:[0-9]+)?")
_ALSO_FROM = {"us": ("ca-central-1",)}
"""Regions outside a geography that have its profiles, too."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A foundation model, and the geographic profile that it is asked through, if any.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
    """

    model_id: str
    geography: str = ""
    """Empty for the Region itself, `global`, or a geography such as `eu`."""

    def __post_init__(self) -> None:
        require_kind("a model's id", self.model_id, str)
        if not _MODEL_ID.fullmatch(self.model_id):
            families = ", ".join(f"{provider} ({found})" for provider, found in ANSWERING.items())
            raise ValueError(
                f"a model's id must be one of Bedrock's that answers, such as 'amazon.nova-lite-v1:0', "
                f"of a family among {families}; was {self.model_id!r}"
            )
        require_kind("a model's geography", self.geography, str)
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
        require_kind("a model's geography", geography, str)
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

    def require_region(self, region: str, *, of: str) -> None:
        """Raises ValueError where the model's geographic profile cannot be asked."""
        sources = (*GEOGRAPHIES.get(self.geography, (region,)), *_ALSO_FROM.get(self.geography, ()))
        if region not in sources:
            raise ValueError(
                f"{of}: {self.geography}.{self.model_id} must be asked from a Region that has its profile "
                f"({', '.join(sources)}), was {region}"
            )

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
