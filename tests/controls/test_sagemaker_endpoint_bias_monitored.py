"""Whether anybody is told that a group is treated worse."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_bias_monitored import CONTROL
from tests.judging import (
    ANYTHING,
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    UNKNOWN,
    drift_alarm,
    judge,
    other_drift_alarms,
    resource,
)

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})


def alarm(kind: Any = "bias", silent: str = "ignore", endpoint: Any = "fraud", **changes: Any) -> dict[str, Any]:
    return drift_alarm(kind, silent, endpoint, **changes)


ALL = {
    "Drift": alarm(),
    "Silence": alarm(silent="breaching"),
}


def verdict(**alarms: dict[str, Any]) -> Any:
    return judge(CONTROL, ENDPOINT, **{**ALL, **alarms})


def test_drift_and_silence_that_are_told_pass() -> None:
    assert verdict() is TRUE


def test_an_endpoint_that_is_named_by_a_reference_passes() -> None:
    assert verdict(Drift=alarm(endpoint={"Fn::GetAtt": ["Subject", "EndpointName"]})) is TRUE


@pytest.mark.parametrize("instead", other_drift_alarms("bias", "quality"))
def test_another_alarm_fails(instead: dict[str, Any]) -> None:
    assert verdict(Drift=instead) is FALSE


def test_an_endpoint_that_says_why_bias_is_not_observable_passes() -> None:
    tags = [{"Key": "BiasNotObservable", "Value": "answers are numbers"}]
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud", "Tags": tags})) is TRUE
    tags = [{"Key": "BiasNotObservable", "Value": ""}]
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud", "Tags": tags})) is FALSE


def test_nothing_fails() -> None:
    assert judge(CONTROL, ENDPOINT) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(Drift=alarm(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
