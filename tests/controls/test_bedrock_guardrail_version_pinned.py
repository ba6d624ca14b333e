"""Whether a guardrail can change under its users."""

from __future__ import annotations

from secure_ai_constructs.controls.bedrock_guardrail_version_pinned import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

GUARDRAIL = resource("AWS::Bedrock::Guardrail")
VERSION = resource(
    "AWS::Bedrock::GuardrailVersion", {"GuardrailIdentifier": {"Fn::GetAtt": ["Subject", "GuardrailId"]}}
)


def test_a_numbered_version_passes() -> None:
    assert judge(CONTROL, GUARDRAIL, Version=VERSION) is TRUE


def test_no_version_fails() -> None:
    assert judge(CONTROL, GUARDRAIL) is FALSE


def test_a_version_of_another_guardrail_fails() -> None:
    assert (
        judge(CONTROL, GUARDRAIL, Other=resource("AWS::Bedrock::GuardrailVersion", {"GuardrailIdentifier": "abc"}))
        is FALSE
    )


def test_a_version_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, GUARDRAIL, Version={**VERSION, "Condition": "Maybe"}) is UNKNOWN


def test_a_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, VERSION) is NOT_APPLICABLE
