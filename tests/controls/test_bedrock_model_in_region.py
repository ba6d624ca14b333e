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
