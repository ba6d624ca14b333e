"""Whether anybody is told that models are asked by the second way."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_mantle_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def trail(kind: str = "AWS::BedrockMantle::Project") -> dict[str, Any]:
    fields = [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": [kind]}]
    said = {
        "CloudWatchLogsLogGroupArn": {"Fn::GetAtt": ["Group", "Arn"]},
        "AdvancedEventSelectors": [{"FieldSelectors": fields}],
    }
    return resource("AWS::CloudTrail::Trail", said)


TRAIL = trail()
GROUP = resource("AWS::Logs::LogGroup")


def counted(pattern: Any = '{ $.eventSource = "bedrock-mantle.amazonaws.com" }') -> dict[str, Any]:
    metric = [{"MetricName": "Mantle", "MetricNamespace": "Account", "MetricValue": "1"}]
    properties = {"LogGroupName": {"Ref": "Group"}, "FilterPattern": pattern, "MetricTransformations": metric}
    return resource("AWS::Logs::MetricFilter", properties)


def alarm(**changes: Any) -> dict[str, Any]:
    told = {"MetricName": "Mantle", "Namespace": "Account", "AlarmActions": ["arn:aws:sns:a:1:alerts"]}
    return resource("AWS::CloudWatch::Alarm", {**told, **changes})


def test_a_filter_and_an_alarm_pass() -> None:
    assert judge(CONTROL, TRAIL, Group=GROUP, Filter=counted(), Alarm=alarm()) is TRUE


def test_a_trail_that_does_not_record_such_calls_fails() -> None:
    deaf = trail("AWS::Bedrock::Guardrail")
    assert judge(CONTROL, deaf, Group=GROUP, Filter=counted(), Alarm=alarm()) is FALSE


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"Filter": counted()},
        {"Alarm": alarm()},
        {"Filter": counted("{ $.eventSource = s3.amazonaws.com }"), "Alarm": alarm()},
        {"Filter": counted(), "Alarm": alarm(MetricName="Other")},
        {"Filter": counted(), "Alarm": alarm(AlarmActions=[])},
    ],
    ids=str,
)
def test_less_fails(others: dict[str, Any]) -> None:
    assert judge(CONTROL, TRAIL, Group=GROUP, **others) is FALSE


def test_a_trail_without_a_log_group_is_another_control_s() -> None:
    assert judge(CONTROL, resource("AWS::CloudTrail::Trail")) is NOT_APPLICABLE


def test_a_log_group_given_at_deployment_is_unknown() -> None:
    trail = resource("AWS::CloudTrail::Trail", {"CloudWatchLogsLogGroupArn": ANYTHING})
    assert judge(CONTROL, trail, Filter=counted(), Alarm=alarm()) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
