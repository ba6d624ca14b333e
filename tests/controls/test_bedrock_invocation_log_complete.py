"""Whether long prompts are logged, too."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_invocation_log_complete import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def logging(**changes: Any) -> dict[str, Any]:
    return resource("Custom::BedrockInvocationLogging", {"LogGroup": "group", "Role": "role", "Bucket": "b", **changes})


def test_both_places_pass() -> None:
    assert judge(CONTROL, logging()) is TRUE


def test_no_bucket_fails() -> None:
    assert judge(CONTROL, logging(Bucket="")) is FALSE


def test_no_log_group_fails() -> None:
    assert judge(CONTROL, logging(LogGroup="")) is FALSE


def test_no_role_for_it_fails() -> None:
    assert judge(CONTROL, logging(Role={"Ref": "AWS::NoValue"})) is FALSE


def test_a_bucket_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, logging(Bucket={"Fn::If": ["IsHere", "b", {"Ref": "AWS::NoValue"}]})) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
