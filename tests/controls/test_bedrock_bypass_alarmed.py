"""Whether calls that no guardrail saw are told of."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_bypass_alarmed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

PROFILE = resource("AWS::Bedrock::ApplicationInferenceProfile")


def metric(namespace: str, dimension: Any, name: Any = "Invocations") -> dict[str, Any]:
    measured = {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": "Id", "Value": dimension}]}
    return {"Id": "m", "MetricStat": {"Metric": measured}}


CALLS = metric("AWS/Bedrock", SUBJECT)
GUARDED = metric("AWS/Bedrock/Guardrails", "arn:aws:bedrock:eu-central-1:123456789012:guardrail/a")


def alarm(*metrics: dict[str, Any], **changes: Any) -> dict[str, Any]:
    acts = {"AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"]}
    return resource("AWS::CloudWatch::Alarm", {**acts, "Metrics": list(metrics), **changes})


def test_calls_beside_those_of_the_guardrail_pass() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(CALLS, GUARDED)) is TRUE


def test_calls_alone_fail() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(CALLS)) is FALSE


def test_interventions_are_not_all_that_a_guardrail_saw() -> None:
    blocked = metric("AWS/Bedrock/Guardrails", "a", "InvocationsIntervened")
    assert judge(CONTROL, PROFILE, Alarm=alarm(CALLS, blocked)) is FALSE


def test_calls_of_another_model_fail() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(metric("AWS/Bedrock", "another"), GUARDED)) is FALSE


def test_an_alarm_that_tells_nobody_fails() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(CALLS, GUARDED, AlarmActions=[])) is FALSE


def test_a_metric_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, PROFILE, Alarm=alarm(metric("AWS/Bedrock", SUBJECT, ANYTHING), GUARDED)) is UNKNOWN


def test_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE
