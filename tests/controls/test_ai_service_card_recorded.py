"""Whether somebody has read what a service of AWS's is for."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.ai_service_card_recorded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource


def policy(*actions: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=list(actions), Resource="*")})


def record(service: str, value: Any = '{"url": "https://aws.amazon.com/card"}') -> dict[str, Any]:
    return resource("AWS::SSM::Parameter", {"Name": f"/secure-ai/service-cards/{service}", "Value": value})


def test_a_card_on_record_passes() -> None:
    assert judge(CONTROL, policy("textract:AnalyzeDocument"), Card=record("textract")) is TRUE


def test_no_record_fails() -> None:
    assert judge(CONTROL, policy("textract:AnalyzeDocument", "s3:GetObject")) is FALSE


def test_the_card_of_another_service_fails() -> None:
    assert judge(CONTROL, policy("Rekognition:DetectFaces"), Card=record("textract")) is FALSE


def test_one_of_two_cards_fails() -> None:
    assert judge(CONTROL, policy("textract:*", "polly:SynthesizeSpeech"), Card=record("textract")) is FALSE


def test_a_record_that_names_no_address_fails() -> None:
    assert judge(CONTROL, policy("textract:AnalyzeDocument"), Card=record("textract", "{}")) is FALSE


def test_a_record_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy("textract:AnalyzeDocument"), Card=record("textract", ANYTHING)) is UNKNOWN


def invoking(*models: str, action: str = "bedrock:InvokeModel") -> dict[str, Any]:
    named = [f"arn:aws:bedrock:eu-central-1::foundation-model/{one}" for one in models]
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=action, Resource=named)})


def test_a_model_of_amazon_s_has_a_card_too() -> None:
    embeds = invoking("amazon.titan-embed-text-v2:0")
    assert judge(CONTROL, embeds, Card=record("titan")) is TRUE
    assert judge(CONTROL, embeds, Card=record("nova")) is FALSE
    assert judge(CONTROL, embeds) is FALSE


def test_a_profile_of_a_geography_is_of_the_model_that_it_names() -> None:
    profile = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0"
    asks = resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action="bedrock:InvokeModel", Resource=profile)})
    assert judge(CONTROL, asks) is FALSE
    assert judge(CONTROL, asks, Card=record("nova")) is TRUE


def test_all_models_of_amazon_s_are_of_both_families() -> None:
    every = invoking("amazon.*")
    assert judge(CONTROL, every, Card=record("titan")) is FALSE
    assert judge(CONTROL, every, Nova=record("nova"), Titan=record("titan")) is TRUE


def test_models_of_others_have_cards_of_their_makers() -> None:
    assert judge(CONTROL, invoking("cohere.embed-english-v3", "anthropic.claude-sonnet-4-5")) is NOT_APPLICABLE


def test_who_uses_no_such_service_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy("bedrock:InvokeModel")) is NOT_APPLICABLE
    refused = resource("AWS::IAM::Policy", {"PolicyDocument": deny(Action="textract:*", Resource="*")})
    assert judge(CONTROL, refused) is NOT_APPLICABLE
