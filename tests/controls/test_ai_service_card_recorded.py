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


def test_who_uses_no_such_service_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy("bedrock:InvokeModel")) is NOT_APPLICABLE
    refused = resource("AWS::IAM::Policy", {"PolicyDocument": deny(Action="textract:*", Resource="*")})
    assert judge(CONTROL, refused) is NOT_APPLICABLE
