"""Which version of a guardrail a function applies."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.lambda_guardrail_version_pinned import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

VERSION = resource("AWS::Bedrock::GuardrailVersion")


def function(**variables: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"Environment": {"Variables": variables}})


@pytest.mark.parametrize("version", ["1", "12", {"Fn::GetAtt": ["Version", "Version"]}], ids=str)
def test_a_number_passes(version: Any) -> None:
    assert judge(CONTROL, function(GUARDRAIL_VERSION=version), Version=VERSION) is TRUE


@pytest.mark.parametrize("version", ["DRAFT", "", "latest", "0"])
def test_the_draft_fails(version: str) -> None:
    assert judge(CONTROL, function(GUARDRAIL_VERSION=version)) is FALSE
    assert judge(CONTROL, function(bedrockGuardrailVersion=version, GUARDRAIL_VERSION="1")) is FALSE


def test_a_version_that_deployment_may_replace_by_the_draft_is_unknown() -> None:
    either = {"Fn::If": ["Open", {"Fn::GetAtt": ["Version", "Version"]}, "DRAFT"]}
    assert judge(CONTROL, function(GUARDRAIL_VERSION=either), Version=VERSION) is not TRUE
    arn = {"Fn::GetAtt": ["Version", "GuardrailArn"]}
    assert judge(CONTROL, function(GUARDRAIL_VERSION=arn), Version=VERSION) is not TRUE


def test_of_two_versions_either_will_do() -> None:
    either = {"Fn::If": ["Open", {"Fn::GetAtt": ["Version", "Version"]}, {"Fn::GetAtt": ["Other", "Version"]}]}
    assert judge(CONTROL, function(GUARDRAIL_VERSION=either), Version=VERSION, Other=VERSION) is TRUE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, function(GUARDRAIL_VERSION=ANYTHING)) is UNKNOWN


def test_a_function_without_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, function(MODE="safe")) is NOT_APPLICABLE
