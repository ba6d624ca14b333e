"""Where data may be: what a value allows, what it refuses, and in whose words."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Aws

from secure_ai_constructs import CrossRegionInference, DataResidency
from secure_ai_constructs.patterns.foundation.data_residency import GEOGRAPHIES

NONE, GEOGRAPHY, GLOBAL = CrossRegionInference.NONE, CrossRegionInference.GEOGRAPHY, CrossRegionInference.GLOBAL
NOVA = "amazon.nova-lite-v1:0"


@pytest.mark.parametrize(
    ("region", "jurisdiction"),
    [
        ("eu-central-1", "EU"),
        ("us-east-1", "US"),
        ("us-gov-west-1", "US"),
        ("ap-south-1", "APAC"),
        ("ca-central-1", "CA"),
        ("sa-east-1", "BR"),
        ("il-central-1", "IL"),
        ("moon-1", "moon-1"),
    ],
)
def test_a_region_is_under_a_jurisdiction(region: str, jurisdiction: str) -> None:
    assert DataResidency.in_region(region).jurisdiction == jurisdiction


def test_a_jurisdiction_can_be_given() -> None:
    assert DataResidency.in_region("eu-central-1", jurisdiction="DE").jurisdiction == "DE"
    assert DataResidency.within("eu", jurisdiction="EEA").jurisdiction == "EEA"


def test_one_region_means_no_inference_elsewhere() -> None:
    found = DataResidency.in_region("eu-central-1")
    assert (found.regions, found.inference, found.geography_of("eu-central-1")) == (("eu-central-1",), NONE, "")


@pytest.mark.parametrize("geography", GEOGRAPHIES)
def test_a_geography_means_its_regions_and_inference_among_them(geography: str) -> None:
    found = DataResidency.within(geography)
    assert found.regions == GEOGRAPHIES[geography]
    assert (found.inference, found.jurisdiction) == (GEOGRAPHY, geography.upper())
    assert {found.geography_of(region) for region in found.regions} <= set(GEOGRAPHIES) - {""}


def test_inference_anywhere_has_no_geography() -> None:
    assert DataResidency(GEOGRAPHIES["eu"], "EU", GLOBAL).geography_of("eu-central-1") == ""


@pytest.mark.parametrize(("region", "geography"), [("us-east-1", "us"), ("eu-central-1", "eu"), ("sa-east-1", "")])
def test_of_several_geographies_the_one_of_the_region_counts(region: str, geography: str) -> None:
    both = DataResidency((*GEOGRAPHIES["eu"], *GEOGRAPHIES["us"]), "EU and US", GEOGRAPHY)
    assert both.geography_of(region) == geography


def test_a_token_is_no_region() -> None:
    with pytest.raises(ValueError, match="must name its Region at synth, was a token: set env on the stack"):
        DataResidency.in_region(Aws.REGION)
    with pytest.raises(ValueError, match=r"must name its Regions, one by one and at synth, was \('eu-central-1', "):
        DataResidency(("eu-central-1", Aws.REGION), "EU")


@pytest.mark.parametrize("jurisdiction", ["DE;<x>", "x" * 257, "a\nb"])
def test_a_jurisdiction_is_a_tag(jurisdiction: str) -> None:
    with pytest.raises(ValueError, match="data residency's jurisdiction must be a tag of at most 256 letters") as it:
        DataResidency.in_region("eu-central-1", jurisdiction=jurisdiction)
    assert str(it.value).endswith(repr(jurisdiction))


def test_one_name_is_no_list_of_regions() -> None:
    one: Any = "eu-central-1"
    with pytest.raises(ValueError, match="must name its Regions, one by one and at synth, was 'eu-central-1'"):
        DataResidency(one, "EU")


@pytest.mark.parametrize("regions", [("eu-central-1",), GEOGRAPHIES["eu"][1:], ("ca-central-1", "sa-east-1")])
def test_prompts_are_routed_in_a_whole_geography_or_not(regions: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"must allow all Regions of a geography \(apac, .*, was ") as it:
        DataResidency(regions, "EU", GEOGRAPHY)
    assert str(it.value).endswith(", ".join(regions))


@pytest.mark.parametrize(
    ("region", "geography", "evaluated"),
    [
        ("eu-central-1", "eu", "eu"),
        ("ap-northeast-1", "jp", ""),
        ("ap-northeast-1", "apac", "apac"),
        ("ap-northeast-3", "apac", ""),
        ("ap-south-2", "apac", ""),
        ("eu-west-2", "eu", ""),
        ("us-gov-east-1", "us-gov", "us-gov"),
    ],
)
def test_a_guardrail_is_evaluated_in_a_geography_where_the_region_has_its_profile(
    region: str, geography: str, evaluated: str
) -> None:
    """https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region-support.html."""
    assert DataResidency.within(geography).guardrail_geography_of(region) == evaluated
    assert DataResidency.in_region(region).guardrail_geography_of(region) == ""


@pytest.mark.parametrize(("regions", "jurisdiction"), [((), "EU"), (("eu-central-1",), " "), ((), "")])
def test_a_residency_of_nowhere_is_refused(regions: tuple[str, ...], jurisdiction: str) -> None:
    with pytest.raises(ValueError, match=r"data residency must name Regions and a jurisdiction, was ") as it:
        DataResidency(regions, jurisdiction)
    assert repr(jurisdiction) in str(it.value)


def test_a_geography_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="geography must be one of apac, au, eu, jp, us, us-gov, was 'mars'"):
        DataResidency.within("mars")


def test_a_region_outside_is_refused_with_its_name_and_the_construct_s() -> None:
    residency = DataResidency.within("jp")
    residency.require_region("ap-northeast-1", of="Rag")
    with pytest.raises(ValueError, match=r"Rag: the Region must be allowed by data residency JP .*, was us-east-1"):
        residency.require_region("us-east-1", of="Rag")


@pytest.mark.parametrize("residency", [DataResidency.in_region("eu-central-1"), DataResidency.within("eu")])
def test_a_model_of_the_region_is_always_allowed(residency: DataResidency) -> None:
    residency.require_route(NOVA, "", of="Rag")


@pytest.mark.parametrize(
    ("residency", "geography", "why"),
    [
        (DataResidency.in_region("eu-central-1"), "eu", f"eu.{NOVA} sends prompts to other Regions"),
        (DataResidency.in_region("eu-central-1"), "global", f"global.{NOVA} sends prompts to any Region"),
        (DataResidency.within("eu"), "global", f"global.{NOVA} sends prompts to any Region"),
        (DataResidency.within("eu"), "us", f"us.{NOVA} may send prompts to us-east-1, us-east-2, us-west-1, us-west-2"),
        (DataResidency.within("au"), "apac", f"apac.{NOVA} may send prompts to ap-northeast-1, "),
        (DataResidency.within("eu"), "mars", f"mars.{NOVA} may send prompts to Regions that are not known"),
    ],
)
def test_a_model_that_answers_where_data_may_not_be_is_refused(
    residency: DataResidency, geography: str, why: str
) -> None:
    with pytest.raises(ValueError, match="Rag: the model must answer where data residency") as it:
        residency.require_route(NOVA, geography, of="Rag")
    assert why in str(it.value)


@pytest.mark.parametrize(
    ("residency", "geography"),
    [
        (DataResidency.within("eu"), "eu"),
        (DataResidency.within("apac"), "jp"),
        (DataResidency(("eu-central-1",), "EU", GLOBAL), "eu"),
        (DataResidency(("eu-central-1",), "EU", GLOBAL), "global"),
    ],
)
def test_a_model_that_answers_where_data_may_be_is_allowed(residency: DataResidency, geography: str) -> None:
    residency.require_route(NOVA, geography, of="Rag")
