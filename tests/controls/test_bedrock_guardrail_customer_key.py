"""Whose key encrypts a guardrail."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = resource("AWS::KMS::Key")
KEY_ARN = {"Fn::GetAtt": ["Key", "Arn"]}


def subject(key: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Guardrail", {"KmsKeyArn": key})


def test_a_key_of_the_template_passes() -> None:
    assert judge(CONTROL, subject(KEY_ARN), Key=KEY) is TRUE


def test_the_aws_managed_key_fails() -> None:
    assert judge(CONTROL, subject("alias/aws/service")) is FALSE


def test_no_key_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, subject(ANYTHING)) is UNKNOWN


def test_an_alias_fails_because_bedrock_refuses_it() -> None:
    assert judge(CONTROL, subject("alias/guardrail")) is FALSE


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE


def test_an_alias_of_the_template_fails_too() -> None:
    assert judge(CONTROL, subject({"Ref": "Alias"}), Alias=resource("AWS::KMS::Alias")) is FALSE
