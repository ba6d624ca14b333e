"""Who sees what people told the model."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_invocation_log_masked import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

MASKS = {"Statement": [{"DataIdentifier": ["Name"], "Operation": {"Deidentify": {"MaskConfig": {"Kind": "None"}}}}]}
LOGGING = resource("Custom::BedrockInvocationLogging", {"LogGroup": SUBJECT})


def group(policy: Any) -> dict[str, Any]:
    return resource("AWS::Logs::LogGroup", {"DataProtectionPolicy": policy})


def test_a_group_that_masks_passes() -> None:
    assert judge(CONTROL, group(MASKS), Logging=LOGGING) is TRUE


def test_a_policy_that_masks_nothing_fails() -> None:
    assert judge(CONTROL, group({"Statement": []}), Logging=LOGGING) is FALSE


def test_a_group_that_shows_everything_fails() -> None:
    assert judge(CONTROL, resource("AWS::Logs::LogGroup"), Logging=LOGGING) is FALSE


def test_a_policy_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, group({"Fn::If": ["IsHere", MASKS, {"Ref": "AWS::NoValue"}]}), Logging=LOGGING) is UNKNOWN


def test_another_log_group_is_not_spoken_of() -> None:
    assert judge(CONTROL, group({})) is NOT_APPLICABLE
