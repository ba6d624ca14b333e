"""Whether somebody is told when a model is asked all night."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_consumption_alarmed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

PROFILE = resource("AWS::Bedrock::ApplicationInferenceProfile")
ACTION = {"AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"]}


def metric(name: Any, model: Any = SUBJECT, namespace: Any = "AWS/Bedrock") -> dict[str, Any]:
    return {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": "ModelId", "Value": model}]}


def alarm(*metrics: dict[str, Any], **properties: Any) -> dict[str, Any]:
    listed = [{"Id": f"m{i}", "MetricStat": {"Metric": one}} for i, one in enumerate(metrics)]
    expression = {"Id": "sum", "Expression": "m0 + m1"}
    return resource("AWS::CloudWatch::Alarm", {**ACTION, "Metrics": [expression, *listed], **properties})


BOTH = (metric("InputTokenCount"), metric("OutputTokenCount"))


def test_one_alarm_on_the_sum_of_both_passes() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(*BOTH)) is TRUE


def test_two_alarms_on_one_metric_each_pass() -> None:
    alarms = [resource("AWS::CloudWatch::Alarm", {**ACTION, **one}) for one in BOTH]
    assert judge(CONTROL, PROFILE, Input=alarms[0], Output=alarms[1]) is TRUE


def test_no_alarm_fails() -> None:
    assert judge(CONTROL, PROFILE) is FALSE


def test_answers_that_nobody_counts_fail() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(metric("InputTokenCount"))) is FALSE


def test_an_alarm_that_tells_nobody_fails() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(*BOTH, AlarmActions=[])) is FALSE


def test_an_alarm_whose_actions_are_switched_off_fails() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(*BOTH, ActionsEnabled=False)) is FALSE


def test_an_alarm_on_another_profile_fails() -> None:
    other = [metric(name, {"Ref": "Other"}) for name in ("InputTokenCount", "OutputTokenCount")]
    assert judge(CONTROL, PROFILE, Other=PROFILE, Alarm=alarm(*other)) is FALSE


def test_a_metric_of_the_same_name_elsewhere_fails() -> None:
    own = [metric(name, namespace="Custom") for name in ("InputTokenCount", "OutputTokenCount")]
    assert judge(CONTROL, PROFILE, Alarm=alarm(*own)) is FALSE


def test_a_model_given_at_deployment_is_unknown() -> None:
    given = [metric(name, ANYTHING) for name in ("InputTokenCount", "OutputTokenCount")]
    assert judge(CONTROL, PROFILE, Alarm=alarm(*given)) is UNKNOWN


def test_an_alarm_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, PROFILE, Alarm={**alarm(*BOTH), "Condition": "Maybe"}) is UNKNOWN


def test_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE
