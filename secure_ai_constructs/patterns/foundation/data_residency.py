"""Where data may be: one value that Regions, models, policies, guardrails and tags follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from aws_cdk import Token

from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.tag_value import require_tag


class CrossRegionInference(Enum):
    """Whether a prompt may be answered in another Region than the one that received it."""

    NONE = "none"
    """Only where it was asked."""
    GEOGRAPHY = "geography"
    """In the Regions of a geographic inference profile, as far as all of them are allowed."""
    GLOBAL = "global"
    """Wherever AWS has capacity; prompts may leave every jurisdiction."""


GEOGRAPHIES: dict[str, tuple[str, ...]] = {
    "apac": (
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-4",
    ),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "eu": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "us": ("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
"""The Regions to which a geographic inference profile may send a prompt, beside the one that asks.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
"""

WITH_GUARDRAIL_PROFILE: dict[str, tuple[str, ...]] = {
    "apac": ("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    "au": ("ap-southeast-2",),
    "eu": GEOGRAPHIES["eu"],
    "us": GEOGRAPHIES["us"],
    "us-gov": GEOGRAPHIES["us-gov"],
}
"""The Regions where a guardrail can be evaluated by a geography's profile, which the standard tier needs.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region-support.html
"""

_REGION = re.compile(r"[a-z]+(-[a-z]+)*-[0-9]+")
_JURISDICTIONS = {
    "af": "ZA",
    "ap": "APAC",
    "ca": "CA",
    "cn": "CN",
    "eu": "EU",
    "eu-central-2": "CH",
    "eu-west-2": "GB",
    "il": "IL",
    "me": "ME",
    "mx": "MX",
    "sa": "BR",
    "us": "US",
}


@dataclass(frozen=True, slots=True)
class DataResidency:
    """The Regions that data may be in, the law that it is under, and what that means for inference.

    `DataResidency.in_region("eu-central-1")` is what a pattern assumes of its stack's Region.
    """

    regions: tuple[str, ...]
    """Where data may be stored and processed."""
    jurisdiction: str
    """The value of the tag `DataResidency`, such as `EU` or `DE`."""
    inference: CrossRegionInference = CrossRegionInference.NONE

    def __post_init__(self) -> None:
        if not isinstance(self.regions, str):
            require_each("data residency's regions", self.regions, str)
        require_kind("data residency's jurisdiction", self.jurisdiction, str)
        require_kind("data residency's inference", self.inference, CrossRegionInference)
        if not isinstance(self.regions, str):
            object.__setattr__(self, "regions", tuple(self.regions))
        if not self.regions or not self.jurisdiction.strip():
            raise ValueError(
                f"data residency must name Regions and a jurisdiction, was {self.regions!r} and {self.jurisdiction!r}"
            )
        require_tag("data residency's jurisdiction", self.jurisdiction)
        if isinstance(self.regions, str) or any(Token.is_unresolved(region) for region in self.regions):
            raise ValueError(f"data residency must name its Regions, one by one and at synth, was {self.regions!r}")
        if bad := [one for one in self.regions if not _REGION.fullmatch(one)]:
            raise ValueError(f"data residency's regions must be Regions such as 'eu-central-1', was {bad[0]!r}")
        if self.inference is CrossRegionInference.GEOGRAPHY and not any(
            set(one) <= set(self.regions) for one in GEOGRAPHIES.values()
        ):
            raise ValueError(
                f"data residency must allow all Regions of a geography ({', '.join(GEOGRAPHIES)}) for prompts to be "
                f"routed in it, was {', '.join(self.regions)}"
            )

    @staticmethod
    def in_region(region: str, *, jurisdiction: str = "") -> DataResidency:
        """One Region, and no inference elsewhere; the jurisdiction follows from the Region unless given."""
        require_kind("data residency's Region", region, str)
        if Token.is_unresolved(region):
            raise ValueError("data residency must name its Region at synth, was a token: set env on the stack")
        law = _JURISDICTIONS.get(region) or _JURISDICTIONS.get(region.partition("-")[0], region)
        return DataResidency((region,), jurisdiction or law)

    @staticmethod
    def within(geography: str, *, jurisdiction: str = "") -> DataResidency:
        """All Regions of a geography, such as `eu`, among which prompts may be routed."""
        require_kind("geography", geography, str)
        if geography not in GEOGRAPHIES:
            raise ValueError(f"geography must be one of {', '.join(GEOGRAPHIES)}, was {geography!r}")
        return DataResidency(GEOGRAPHIES[geography], jurisdiction or geography.upper(), CrossRegionInference.GEOGRAPHY)

    def geography_of(self, region: str) -> str:
        """The geography of a Region, if prompts may be routed among all of it; empty when they stay in the Region."""
        if self.inference is not CrossRegionInference.GEOGRAPHY:
            return ""
        allowed = (
            one for one, regions in GEOGRAPHIES.items() if region in regions and set(regions) <= set(self.regions)
        )
        return next(allowed, "")

    def guardrail_geography_of(self, region: str) -> str:
        """The geography in which a guardrail of the Region may be evaluated; empty when it stays in the Region."""
        geography = self.geography_of(region)
        return geography if region in WITH_GUARDRAIL_PROFILE.get(geography, ()) else ""

    def require_region(self, region: str, *, of: str) -> None:
        """Raises ValueError unless the Region is one of those allowed; `of` is the path of the construct."""
        if region not in self.regions:
            raise ValueError(
                f"{of}: the Region must be allowed by data residency {self.jurisdiction} "
                f"({', '.join(self.regions)}), was {region}"
            )

    def require_route(self, model_id: str, geography: str, *, of: str, what: str = "model") -> None:
        """Raises ValueError unless prompts for the model may go where its inference profile sends them.

        `geography` is the profile's prefix, such as `eu` or `global`; empty for a model of the Region.
        """
        if not geography or self.inference is CrossRegionInference.GLOBAL:
            return
        model = f"{geography}.{model_id}"
        if geography == "global" or self.inference is CrossRegionInference.NONE:
            raise ValueError(
                f"{of}: the {what} must answer where data residency {self.jurisdiction} ({', '.join(self.regions)}) "
                f"allows; {model} sends prompts to {'any Region' if geography == 'global' else 'other Regions'}"
            )
        outside = [one for one in GEOGRAPHIES.get(geography, ()) if one not in self.regions]
        if outside or geography not in GEOGRAPHIES:
            raise ValueError(
                f"{of}: the {what} must answer where data residency {self.jurisdiction} allows; "
                f"{model} may send prompts to {', '.join(outside) or 'Regions that are not known'}"
            )
