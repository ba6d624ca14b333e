"""Whether a function asks where other laws apply."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.lambda_model_in_region import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource

PROFILE = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile"


def function(**variables: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"Environment": {"Variables": {"TABLE": "t", **variables}}})


@pytest.mark.parametrize("model", ["eu.amazon.nova-lite-v1:0", f"{PROFILE}/eu.amazon.nova-lite-v1:0"])
def test_a_profile_of_the_geography_passes(model: str) -> None:
    assert judge_in("eu-central-1", CONTROL, function(MODEL_ID=model)) is TRUE


@pytest.mark.parametrize(
    "model",
    [
        "global.anthropic.claude-sonnet-4-5-v1:0",
        f"{PROFILE}/global.amazon.nova-2-lite-v1:0",
        "us.amazon.nova-lite-v1:0",
    ],
)
def test_a_profile_of_the_world_or_far_away_fails(model: str) -> None:
    assert judge_in("eu-central-1", CONTROL, function(MODEL_ID=model)) is FALSE
    assert judge_in("eu-central-1", CONTROL, function(A="eu.amazon.nova-lite-v1:0", B=model)) is FALSE


def test_where_the_function_stands_nobody_knows_of_a_template_alone() -> None:
    assert judge(CONTROL, function(MODEL_ID="eu.amazon.nova-lite-v1:0")) is UNKNOWN
    assert judge(CONTROL, function(MODEL_ID="global.amazon.nova-2-lite-v1:0")) is FALSE


@pytest.mark.parametrize("value", ["amazon.nova-lite-v1:0", "global.settings", "eu.example.com", ANYTHING], ids=str)
def test_anything_else_is_not_spoken_of(value: Any) -> None:
    assert judge(CONTROL, function(MODEL_ID=value)) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::Lambda::Function")) is NOT_APPLICABLE
