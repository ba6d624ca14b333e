"""Whether checked text leaves the Region."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_in_region import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def guardrail(profile: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Guardrail", {"CrossRegionConfig": profile})


MAYBE = {"Fn::If": ["Maybe", {"GuardrailProfileArn": "arn"}, {"Ref": "AWS::NoValue"}]}


def test_a_guardrail_without_a_profile_passes() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is TRUE


def test_a_guardrail_profile_fails() -> None:
    assert judge(CONTROL, guardrail({"GuardrailProfileArn": "arn"})) is FALSE


def test_a_profile_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, guardrail(MAYBE)) is UNKNOWN


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE
