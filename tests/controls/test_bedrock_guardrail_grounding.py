"""Whether answers rest on documents."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_grounding import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def guardrail(grounding: Any = 0.7, relevance: Any = 0.5) -> dict[str, Any]:
    filters = [{"Type": "GROUNDING", "Threshold": grounding}, {"Type": "RELEVANCE", "Threshold": relevance}]
    return resource("AWS::Bedrock::Guardrail", {"ContextualGroundingPolicyConfig": {"FiltersConfig": filters}})


def test_both_checks_pass() -> None:
    assert judge(CONTROL, guardrail()) is TRUE


def test_a_low_threshold_fails() -> None:
    assert judge(CONTROL, guardrail(grounding=0.1)) is FALSE


def test_no_checks_fail() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_a_threshold_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(relevance=ANYTHING)) is UNKNOWN


def test_a_prompt_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Prompt")) is NOT_APPLICABLE


def test_a_check_that_does_not_act_fails() -> None:
    for off in ({"Action": "NONE"}, {"Enabled": False}):
        filters = [{"Type": one, "Threshold": 0.7, **off} for one in ("GROUNDING", "RELEVANCE")]
        properties = {"ContextualGroundingPolicyConfig": {"FiltersConfig": filters}}
        assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", properties)) is FALSE
