"""Whether providers of models keep what they are asked."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_data_retention_decided import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def setting(mode: Any) -> dict[str, Any]:
    return resource("Custom::BedrockDataRetention", {"Account": "123456789012", "Mode": mode})


@pytest.mark.parametrize("mode", ["none", "inherit"])
def test_a_mode_in_which_nobody_keeps_anything_of_his_own_accord_passes(mode: str) -> None:
    assert judge(CONTROL, setting(mode)) is TRUE


@pytest.mark.parametrize("mode", ["default", "aws_review", "provider_data_share", ""])
def test_a_mode_in_which_somebody_keeps_it_fails(mode: str) -> None:
    assert judge(CONTROL, setting(mode)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, setting(ANYTHING)) is UNKNOWN


def test_another_setting_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("Custom::BedrockInvocationLogging")) is NOT_APPLICABLE
