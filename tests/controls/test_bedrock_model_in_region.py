"""Whether prompts leave the Region."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_model_in_region import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def knowledge_base(model: Any) -> dict[str, Any]:
    configuration = {"VectorKnowledgeBaseConfiguration": {"EmbeddingModelArn": model}}
    return resource("AWS::Bedrock::KnowledgeBase", {"KnowledgeBaseConfiguration": configuration})


def test_a_model_of_the_region_passes() -> None:
    assert (
        judge(CONTROL, knowledge_base("arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"))
        is TRUE
    )


def test_a_global_profile_fails() -> None:
    assert (
        judge(CONTROL, knowledge_base("arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.some-model"))
        is FALSE
    )


def test_a_geographic_profile_fails() -> None:
    assert (
        judge(
            CONTROL,
            resource("AWS::Bedrock::ApplicationInferenceProfile", {"ModelSource": {"CopyFrom": "eu.some-model"}}),
        )
        is FALSE
    )


def test_a_model_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, knowledge_base(ANYTHING)) is UNKNOWN


def test_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE


def test_an_application_inference_profile_is_unknown() -> None:
    profile = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc"
    assert judge(CONTROL, knowledge_base(profile)) is UNKNOWN


def test_a_knowledge_base_that_embeds_nothing_is_not_spoken_of() -> None:
    kendra = {"KnowledgeBaseConfiguration": {"Type": "KENDRA"}}
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase", kendra)) is NOT_APPLICABLE


def profile(source: Any, **tags: Any) -> dict[str, Any]:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    return resource("AWS::Bedrock::ApplicationInferenceProfile", {"ModelSource": {"CopyFrom": source}, "Tags": listed})


EU = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.some-model"


def test_a_geography_that_the_tag_names_passes() -> None:
    assert judge(CONTROL, profile(EU, Owner="us", InferenceGeography="eu")) is TRUE
    assert judge(CONTROL, profile("eu.some-model", InferenceGeography="eu")) is TRUE
    token = {
        "Fn::Sub": "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/eu.some-model"
    }
    assert judge(CONTROL, profile(token, InferenceGeography="eu")) is TRUE


def test_a_geography_that_the_tag_does_not_name_fails() -> None:
    for geography in ("us", "e", "*", ".*", "eu|us", ""):
        assert judge(CONTROL, profile(EU, InferenceGeography=geography)) is FALSE


def test_another_tag_names_no_geography() -> None:
    assert judge(CONTROL, profile(EU, DataResidency="eu")) is FALSE


def test_no_tag_makes_the_global_profile_right() -> None:
    anywhere = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.some-model"
    assert judge(CONTROL, profile(anywhere, InferenceGeography="global")) is FALSE
    assert judge(CONTROL, profile("global.some-model", InferenceGeography="global")) is FALSE


def test_a_model_of_the_region_needs_no_tag() -> None:
    assert judge(CONTROL, profile("arn:aws:bedrock:eu-central-1::foundation-model/some-model")) is TRUE


def test_a_tag_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, profile(EU, InferenceGeography=ANYTHING)) is UNKNOWN


def test_a_source_given_at_deployment_is_unknown_whatever_the_tag_says() -> None:
    assert judge(CONTROL, profile(ANYTHING, InferenceGeography="eu")) is UNKNOWN


def test_whatever_names_a_model_is_asked() -> None:
    for model, verdict in (("global.some-model", FALSE), ("some-model", TRUE), (ANYTHING, UNKNOWN)):
        parser = {"ParsingConfiguration": {"BedrockFoundationModelConfiguration": {"ModelArn": model}}}
        for kind, properties in (
            ("AWS::Bedrock::Agent", {"FoundationModel": model}),
            ("AWS::Bedrock::DataSource", {"VectorIngestionConfiguration": parser}),
            ("AWS::Bedrock::Prompt", {"Variants": [{"Name": "first"}, {"Name": "second", "ModelId": model}]}),
        ):
            assert judge(CONTROL, resource(kind, properties)) is verdict
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource")) is NOT_APPLICABLE
