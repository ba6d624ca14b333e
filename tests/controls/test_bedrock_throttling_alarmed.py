"""Whether somebody is told when Bedrock refuses calls."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_throttling_alarmed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

PROFILE = resource("AWS::Bedrock::ApplicationInferenceProfile")


def alarm(**changes: Any) -> dict[str, Any]:
    said = {
        "AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"],
        "Namespace": "AWS/Bedrock",
        "MetricName": "InvocationThrottles",
        "Dimensions": [{"Name": "ModelId", "Value": SUBJECT}],
    }
    return resource("AWS::CloudWatch::Alarm", {**said, **changes})


def test_an_alarm_on_refused_calls_passes() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm()) is TRUE


@pytest.mark.parametrize(
    "changes",
    [
        {"AlarmActions": []},
        {"ActionsEnabled": False},
        {"MetricName": "Invocations"},
        {"Namespace": "Custom"},
        {"Dimensions": [{"Name": "ModelId", "Value": "another"}]},
    ],
    ids=str,
)
def test_another_alarm_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(**changes)) is FALSE


def test_no_alarm_fails() -> None:
    assert judge(CONTROL, PROFILE) is FALSE


def test_a_metric_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(MetricName=ANYTHING)) is UNKNOWN


def test_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE
