"""What happens to a model that answers badly."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_rolls_back import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ALARMS = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": "Errors"}}]}}
OF_SUBJECT = {"Dimensions": [{"Name": "EndpointName", "Value": {"Fn::GetAtt": ["Subject", "EndpointName"]}}]}
ERRORS = resource("AWS::CloudWatch::Alarm", {"MetricName": "Invocation5XXErrors", **OF_SUBJECT})
CANARY = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "CANARY", "WaitIntervalInSeconds": 600}}}


def endpoint(**deployment: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Endpoint", {"DeploymentConfig": deployment})


def test_a_canary_with_alarms_passes() -> None:
    assert judge(CONTROL, endpoint(**ALARMS, **CANARY), Errors=ERRORS) is TRUE


def test_a_rolling_update_with_alarms_passes() -> None:
    rolling = {"MaximumBatchSize": {}, "WaitIntervalInSeconds": 1}
    assert judge(CONTROL, endpoint(**ALARMS, RollingUpdatePolicy=rolling), Errors=ERRORS) is TRUE


def test_whether_an_alarm_of_another_app_is_there_nobody_can_read() -> None:
    elsewhere = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]}}
    assert judge(CONTROL, endpoint(**elsewhere, **CANARY)) is UNKNOWN
    nothing = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ""}]}}
    assert judge(CONTROL, endpoint(**nothing, **CANARY)) is FALSE


def test_an_alarm_of_another_endpoint_fails() -> None:
    other = resource("AWS::CloudWatch::Alarm", {"Dimensions": [{"Name": "EndpointName", "Value": "another"}]})
    assert judge(CONTROL, endpoint(**ALARMS, **CANARY), Errors=other) is FALSE
    summed = resource("AWS::CloudWatch::Alarm", {"Metrics": [{"Id": "all", "Expression": "a + b"}]})
    assert judge(CONTROL, endpoint(**ALARMS, **CANARY), Errors=summed) is TRUE, "what it sums is not read"


@pytest.mark.parametrize("wait", [0, 59])
def test_a_canary_that_waits_for_no_alarm_fails(wait: int) -> None:
    hasty = {"TrafficRoutingConfiguration": {"Type": "CANARY", "WaitIntervalInSeconds": wait}}
    assert judge(CONTROL, endpoint(**ALARMS, BlueGreenUpdatePolicy=hasty), Errors=ERRORS) is FALSE


def test_an_alarm_of_what_is_no_failure_fails() -> None:
    busy = resource("AWS::CloudWatch::Alarm", {"MetricName": "Invocations", **OF_SUBJECT})
    assert judge(CONTROL, endpoint(**ALARMS, **CANARY), Errors=busy) is FALSE


def test_no_alarm_or_all_at_once_fails() -> None:
    at_once = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE"}}}
    assert judge(CONTROL, endpoint(**CANARY)) is FALSE
    assert judge(CONTROL, endpoint(**ALARMS, **at_once), Errors=ERRORS) is FALSE
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint", {"DeploymentConfig": ANYTHING})) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
