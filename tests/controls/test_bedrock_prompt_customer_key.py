"""Whose key encrypts instructions."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_prompt_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def encrypted(key: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Prompt", {"CustomerEncryptionKeyArn": key})


def test_a_key_of_the_assembly_passes() -> None:
    assert judge(CONTROL, encrypted({"Fn::GetAtt": ["Key", "Arn"]}), Key=resource("AWS::KMS::Key")) is TRUE


def test_an_alias_of_the_assembly_passes() -> None:
    assert judge(CONTROL, encrypted({"Ref": "Alias"}), Alias=resource("AWS::KMS::Alias")) is TRUE


def test_a_key_that_is_written_out_passes() -> None:
    assert judge(CONTROL, encrypted("arn:aws:kms:eu-central-1:123456789012:key/1")) is TRUE


def test_no_key_fails() -> None:
    assert judge(CONTROL, encrypted({"Ref": "AWS::NoValue"})) is FALSE
    assert judge(CONTROL, resource("AWS::Bedrock::Prompt")) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, encrypted("alias/aws/bedrock")) is FALSE
    assert (
        judge(CONTROL, encrypted({"Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/bedrock"}))
        is FALSE
    )


def test_something_that_is_no_key_fails() -> None:
    assert judge(CONTROL, encrypted({"Ref": "Bucket"}), Bucket=resource("AWS::S3::Bucket")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, encrypted(ANYTHING)) is UNKNOWN


def test_a_key_that_deployment_may_leave_out_is_unknown() -> None:
    maybe = {"Fn::If": ["Maybe", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "AWS::NoValue"}]}
    assert judge(CONTROL, encrypted(maybe), Key=resource("AWS::KMS::Key")) is UNKNOWN


def test_a_version_of_a_prompt_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::PromptVersion")) is NOT_APPLICABLE
