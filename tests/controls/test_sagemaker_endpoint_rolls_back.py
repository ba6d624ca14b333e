"""What happens to a model that answers badly."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_endpoint_rolls_back import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ALARMS = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]}}
CANARY = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "CANARY"}}}


def endpoint(**deployment: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Endpoint", {"DeploymentConfig": deployment})


def test_a_canary_with_alarms_passes() -> None:
    assert judge(CONTROL, endpoint(**ALARMS, **CANARY)) is TRUE


def test_a_rolling_update_with_alarms_passes() -> None:
    assert (
        judge(CONTROL, endpoint(**ALARMS, RollingUpdatePolicy={"MaximumBatchSize": {}, "WaitIntervalInSeconds": 1}))
        is TRUE
    )


def test_no_alarm_or_all_at_once_fails() -> None:
    at_once = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE"}}}
    assert judge(CONTROL, endpoint(**CANARY)) is FALSE
    assert judge(CONTROL, endpoint(**ALARMS, **at_once)) is FALSE
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint", {"DeploymentConfig": ANYTHING})) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
