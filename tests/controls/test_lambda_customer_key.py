"""Whose key encrypts what a function is told."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.lambda_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def function(key: Any, variables: Any = None) -> dict[str, Any]:
    environment = {"Variables": variables or {"TABLE": "documents"}}
    return resource("AWS::Lambda::Function", {"Environment": environment, "KmsKeyArn": key})


def test_a_key_of_the_assembly_passes() -> None:
    assert judge(CONTROL, function({"Fn::GetAtt": ["Key", "Arn"]}), Key=resource("AWS::KMS::Key")) is TRUE


def test_a_key_that_is_written_out_passes() -> None:
    assert judge(CONTROL, function("arn:aws:kms:eu-central-1:123456789012:key/1")) is TRUE


def test_no_key_fails() -> None:
    assert judge(CONTROL, function({"Ref": "AWS::NoValue"})) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, function("alias/aws/lambda")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(ANYTHING)) is UNKNOWN


def test_variables_given_at_deployment_may_need_a_key() -> None:
    assert (
        judge(CONTROL, function({"Ref": "AWS::NoValue"}, {"Fn::If": ["Maybe", {"A": "b"}, {"Ref": "AWS::NoValue"}]}))
        is UNKNOWN
    )


def test_a_function_without_variables_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Lambda::Function")) is NOT_APPLICABLE


def test_a_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Lambda::Version")) is NOT_APPLICABLE
