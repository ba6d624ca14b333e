"""Whether anybody is told of root."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_root_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

BASE, TRAIL = resource("AWS::Bedrock::KnowledgeBase"), resource("AWS::CloudTrail::Trail")


def rule(kind: Any = ("Root",), **changes: Any) -> dict[str, Any]:
    types = list(kind) if isinstance(kind, tuple) else kind
    detail = {"userIdentity": {"type": types}, **changes}
    return event_rule({"detail-type": ["AWS API Call via CloudTrail"], "detail": detail})


def test_a_rule_on_root_passes() -> None:
    assert judge(CONTROL, BASE, Trail=TRAIL, Rule=rule()) is TRUE
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Trail=TRAIL, Rule=rule()) is TRUE


def test_a_metric_filter_of_the_trail_passes() -> None:
    metric = {"MetricName": {"Fn::Sub": "${AWS::StackName}-root"}, "MetricNamespace": "Trail"}
    filtered = {"FilterPattern": '{ $.userIdentity.type = "Root" }', "MetricTransformations": [metric]}
    counted = resource("AWS::Logs::MetricFilter", filtered)
    rings = {"MetricName": metric["MetricName"], "Namespace": "Trail", "AlarmActions": ["arn"]}
    alarm = resource("AWS::CloudWatch::Alarm", rings)
    assert judge(CONTROL, BASE, Trail=TRAIL, Filter=counted, Alarm=alarm) is TRUE
    assert judge(CONTROL, BASE, Trail=TRAIL, Filter=counted) is FALSE, "nobody is told"
    another = resource("AWS::CloudWatch::Alarm", {**rings, "Namespace": "Another"})
    assert judge(CONTROL, BASE, Trail=TRAIL, Filter=counted, Alarm=another) is FALSE


@pytest.mark.parametrize("instead", [rule(("IAMUser",)), rule(eventName=["DeleteTrail"])], ids=str)
def test_a_rule_on_less_fails(instead: dict[str, Any]) -> None:
    assert judge(CONTROL, BASE, Trail=TRAIL, Rule=instead) is FALSE


def test_nothing_fails() -> None:
    assert judge(CONTROL, BASE, Trail=TRAIL) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, BASE, Trail=TRAIL, Rule=rule(ANYTHING)) is UNKNOWN


def test_without_a_trail_the_bus_is_told_of_nothing() -> None:
    assert judge(CONTROL, BASE) is NOT_APPLICABLE
