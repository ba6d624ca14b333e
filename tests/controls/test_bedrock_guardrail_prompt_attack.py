"""Whether an injected instruction is stopped."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_prompt_attack import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def guardrail(**changes: Any) -> dict[str, Any]:
    attack = {"Type": "PROMPT_ATTACK", "InputStrength": "HIGH", "OutputStrength": "NONE", **changes}
    return resource("AWS::Bedrock::Guardrail", {"ContentPolicyConfig": {"FiltersConfig": [{"Type": "HATE"}, attack]}})


def test_a_strong_input_filter_passes() -> None:
    assert judge(CONTROL, guardrail()) is TRUE


def test_a_weak_filter_fails() -> None:
    assert judge(CONTROL, guardrail(InputStrength="LOW")) is FALSE


def test_a_filter_that_only_detects_fails() -> None:
    assert judge(CONTROL, guardrail(InputAction="NONE")) is FALSE


def test_no_filter_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_a_strength_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(InputStrength=ANYTHING)) is UNKNOWN


def test_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase")) is NOT_APPLICABLE


def test_a_filter_that_is_off_fails() -> None:
    assert judge(CONTROL, guardrail(InputEnabled=False)) is FALSE
