"""Which model answers and from where, and the profile through which a team asks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk.aws_bedrock import FoundationModelIdentifier

from secure_ai_constructs import CrossRegionInference, DataResidency, LanguageModel
from secure_ai_constructs.patterns.rag.model_access import ModelAccess
from tests.patterns.synthesis import ACCOUNT, MODEL, mentions, only, region, resources, stack

if TYPE_CHECKING:
    from aws_cdk import Stack

NOVA = MODEL.model_id
EU = DataResidency.within("eu")
GUARDRAIL = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/g:1"


def access(scope: Stack, model: LanguageModel, residency: DataResidency | None = None) -> ModelAccess:
    return ModelAccess(scope, "Access", model=model, residency=residency or DataResidency.in_region(scope.region))


# Values


def test_a_model_of_the_region_answers_there() -> None:
    assert MODEL.regions("eu-central-1") == ("eu-central-1",)
    assert MODEL.source_arn(stack()) == f"arn:aws:bedrock:eu-central-1::foundation-model/{NOVA}"


def test_a_geographic_model_answers_in_its_regions_and_the_one_that_asked() -> None:
    model = LanguageModel.within("us", NOVA)
    assert model.regions("ca-central-1") == ("ca-central-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2")
    assert model.source_arn(region("us-east-1")).endswith(f":{ACCOUNT}:inference-profile/us.{NOVA}")


def test_a_global_model_answers_anywhere() -> None:
    model = LanguageModel.anywhere(NOVA)
    assert model.regions("eu-central-1") == ()
    assert model.model_arns(stack())[1] == f"arn:aws:bedrock:::foundation-model/{NOVA}"


@pytest.mark.parametrize(
    "model_id",
    [
        "",
        "nova",
        "amazon.",
        "acme.nova-1",
        f"eu.{NOVA}",
        f"global.{NOVA}",
        "*",
        "amazon.nova*",
        "AMAZON.nova",
        f"{NOVA}\n",
        "amazon.supernova-v9:0",
        "amazon.titan-embed-text-v2:0",
        "amazon.nova-canvas-v1:0",
        "cohere.rerank-v3-5:0",
    ],
)
def test_what_is_no_model_of_bedrock_is_refused(model_id: str) -> None:
    with pytest.raises(
        ValueError, match=r"a model's id must be one of Bedrock's that answers, such as 'amazon\.nova-lite"
    ) as it:
        LanguageModel.in_region(model_id)
    assert str(it.value).endswith(repr(model_id))


def test_every_model_that_answers_is_known_and_none_that_embeds_ranks_draws_or_speaks() -> None:
    """As CDK lists them, without those that are for fine-tuning and provisioned throughput alone."""
    listed = {
        getattr(FoundationModelIdentifier, name).model_id for name in dir(FoundationModelIdentifier) if name.isupper()
    }
    mute = re.compile(
        r"embed|rerank|canvas|reel|sonic|image|stable|luma\.|stability\.|twelvelabs\.|-j2-|\.j2-|titan-tg1"
    )
    asked = {one for one in listed if one.count(":") < 2}
    assert len(asked) > 100
    for model_id in asked:
        if mute.search(model_id):
            with pytest.raises(ValueError, match="that answers"):
                LanguageModel.in_region(model_id)
        else:
            LanguageModel.in_region(model_id)


@pytest.mark.parametrize("geography", ["", "global", "EU", "mars"])
def test_a_geography_that_is_not_known_is_refused(geography: str) -> None:
    with pytest.raises(ValueError, match=f"geography must be one of apac, au, eu, jp, us, us-gov, was '{geography}'"):
        LanguageModel.within(geography, NOVA)


# Access


def test_a_team_asks_through_a_profile_that_its_bill_names() -> None:
    scope = stack()
    found = access(scope, MODEL)
    profile = only(scope, "AWS::Bedrock::ApplicationInferenceProfile")
    assert profile["ModelSource"] == {"CopyFrom": f"arn:aws:bedrock:eu-central-1::foundation-model/{NOVA}"}
    assert scope.resolve(found.invoke_id)["Fn::GetAtt"][1] == "InferenceProfileArn"
    assert scope.resolve(found.metric_id)["Fn::GetAtt"][1] == "InferenceProfileId"


@pytest.mark.parametrize(
    ("model", "residency", "asked"),
    [
        (MODEL, None, NOVA),
        (LanguageModel.within("eu", NOVA), EU, f"arn:aws:bedrock:eu-north-1:{ACCOUNT}:inference-profile/eu.{NOVA}"),
    ],
)
def test_where_there_are_no_profiles_the_model_is_asked_itself(
    model: LanguageModel, residency: DataResidency | None, asked: str
) -> None:
    scope = region("eu-north-1")
    found = access(scope, model, residency)
    assert found.invoke_id == asked
    assert found.metric_id == (f"eu.{NOVA}" if model.geography else NOVA)
    assert not resources(scope, "AWS::Bedrock::ApplicationInferenceProfile")


def test_another_model_gives_the_replaced_profile_another_name() -> None:
    names = set()
    for model in (MODEL, LanguageModel.within("eu", NOVA), LanguageModel.in_region("amazon.nova-pro-v1:0")):
        scope = stack()
        access(scope, model, EU)
        names.add(only(scope, "AWS::Bedrock::ApplicationInferenceProfile")["InferenceProfileName"])
    assert len(names) == 3


def test_a_geographic_profile_names_its_geography() -> None:
    scope = stack()
    access(scope, LanguageModel.within("eu", NOVA), EU)
    tags = only(scope, "AWS::Bedrock::ApplicationInferenceProfile")["Tags"]
    assert {"Key": "InferenceGeography", "Value": "eu"} in tags


def statements(scope: Stack, found: ModelAccess) -> dict[str, Any]:
    resolved: list[dict[str, Any]] = scope.resolve(found.statements(GUARDRAIL))
    return {one["Sid"]: one for one in resolved}


def test_the_model_is_allowed_through_the_profile_and_under_the_guardrail_alone() -> None:
    scope = stack()
    found = statements(scope, access(scope, MODEL))
    behind, profile = (found[sid] for sid in ("InvokeGuarded", "InvokeProfileGuarded"))
    assert behind["Resource"] == f"arn:aws:bedrock:eu-central-1::foundation-model/{NOVA}"
    assert profile["Resource"]["Fn::GetAtt"][1] == "InferenceProfileArn"
    for one in (behind, profile):
        condition = one["Condition"]["StringEquals"]
        assert condition["bedrock:GuardrailIdentifier"] == GUARDRAIL
        assert condition["aws:RequestedRegion"] == "eu-central-1"
        assert one["Action"] == ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    assert mentions(behind["Condition"]["StringEquals"]["bedrock:InferenceProfileArn"], "InferenceProfileArn")


def test_a_geographic_model_is_allowed_in_the_regions_of_its_geography_and_no_other() -> None:
    scope = stack()
    found = statements(scope, access(scope, LanguageModel.within("eu", NOVA), EU))
    assert {one.split(":")[3] for one in found["InvokeGuarded"]["Resource"]} == set(EU.regions)
    assert set(found["InvokeGuarded"]["Condition"]["StringEquals"]["aws:RequestedRegion"]) == set(EU.regions)


def test_without_a_profile_there_is_one_statement_for_the_model() -> None:
    scope = region("eu-north-1")
    found = statements(scope, access(scope, MODEL))
    assert set(found) == {"InvokeGuarded"}
    assert "bedrock:InferenceProfileArn" not in found["InvokeGuarded"]["Condition"]["StringEquals"]


def test_a_model_that_answers_where_data_may_not_be_is_refused() -> None:
    message = (
        rf"Test/Access: the model must answer where data residency EU .*; eu.{NOVA} sends prompts to other Regions"
    )
    with pytest.raises(ValueError, match=message):
        access(stack(), LanguageModel.within("eu", NOVA))


@pytest.mark.parametrize(
    ("place", "geography"), [("eu-central-1", "us"), ("us-east-1", "eu"), ("ap-northeast-2", "jp")]
)
def test_a_profile_is_asked_from_a_region_that_has_it(place: str, geography: str) -> None:
    anywhere = DataResidency((place,), "X", CrossRegionInference.GLOBAL)
    message = rf"Test/Access: {geography}.{NOVA} must be asked from a Region that has its profile .*, was {place}"
    with pytest.raises(ValueError, match=message):
        access(region(place), LanguageModel(NOVA, geography), anywhere)


def test_from_canada_the_united_states_profile_is_asked_where_data_may_go_there() -> None:
    anywhere = DataResidency(("ca-central-1",), "CA", CrossRegionInference.GLOBAL)
    assert access(region("ca-central-1"), LanguageModel.within("us", NOVA), anywhere).model.geography == "us"


def test_a_model_of_an_unknown_geography_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a model's geography must be empty, global or one of .*, was 'mars'"):
        LanguageModel(MODEL.model_id, "mars")
