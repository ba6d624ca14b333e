"""Whether somebody learns that invocations are not logged."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_invocation_log_alarmed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

LOGGING = resource("Custom::BedrockInvocationLogging")
METRICS = (
    "ModelInvocationLargeDataS3DeliveryFailure",
    "ModelInvocationLogsCloudWatchDeliveryFailure",
    "ModelInvocationLogsS3DeliveryFailure",
)


def alarms(*metrics: Any, **changes: Any) -> dict[str, Any]:
    """An alarm on each metric, by a logical id."""
    act = {"AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"], **changes}
    return {f"A{i}": resource("AWS::CloudWatch::Alarm", {"MetricName": one, **act}) for i, one in enumerate(metrics)}


def query(metric: str) -> dict[str, Any]:
    """An alarm on a query of Metrics Insights."""
    counted = [{"Id": "m", "Expression": f'SELECT SUM({metric}) FROM "AWS/Bedrock"'}]  # noqa: S608 - no database
    return resource("AWS::CloudWatch::Alarm", {"Metrics": counted, "AlarmActions": ["arn:aws:sns:a:1:b"]})


def test_alarms_on_all_three_pass() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS)) is TRUE


def test_a_query_counts_as_well() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS[1:]), Query=query(METRICS[0])) is TRUE


def test_no_alarm_fails() -> None:
    assert judge(CONTROL, LOGGING) is FALSE


def test_alarms_on_two_fail() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS[:2])) is FALSE


def test_alarms_that_tell_nobody_fail() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS, AlarmActions=[])) is FALSE


def test_alarms_that_are_off_fail() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS, ActionsEnabled=False)) is FALSE


def test_a_metric_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, LOGGING, **alarms(*METRICS[:2], ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
