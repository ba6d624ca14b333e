"""Whether the model may be made to insult."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_harmful_content import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

CATEGORIES = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")


def guardrail(strength: Any = "HIGH", categories: tuple[str, ...] = CATEGORIES) -> dict[str, Any]:
    filters = [{"Type": one, "InputStrength": "HIGH", "OutputStrength": strength} for one in categories]
    return resource("AWS::Bedrock::Guardrail", {"ContentPolicyConfig": {"FiltersConfig": filters}})


def test_five_strong_filters_pass() -> None:
    assert judge(CONTROL, guardrail()) is TRUE


def test_one_missing_filter_fails() -> None:
    assert judge(CONTROL, guardrail(categories=CATEGORIES[1:])) is FALSE


def test_weak_filters_fail() -> None:
    assert judge(CONTROL, guardrail(strength="LOW")) is FALSE


def test_a_strength_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(strength=ANYTHING)) is UNKNOWN


def test_a_flow_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Flow")) is NOT_APPLICABLE


def test_filters_that_do_not_act_on_answers_fail() -> None:
    for off in ({"OutputAction": "NONE"}, {"OutputEnabled": False}):
        filters = [{"Type": one, "OutputStrength": "HIGH", **off} for one in CATEGORIES]
        properties = {"ContentPolicyConfig": {"FiltersConfig": filters}}
        assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", properties)) is FALSE


def test_a_filter_of_images_alone_lets_text_pass() -> None:
    found = guardrail()
    filters = found["Properties"]["ContentPolicyConfig"]["FiltersConfig"]
    filters[0]["OutputModalities"] = ["TEXT", "IMAGE"]
    assert judge(CONTROL, found) is TRUE
    filters[0]["OutputModalities"] = ["IMAGE"]
    assert judge(CONTROL, found) is FALSE
