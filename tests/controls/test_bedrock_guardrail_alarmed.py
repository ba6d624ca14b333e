"""Whether somebody is told of attempts on a guardrail."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_alarmed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

GUARDRAIL = resource("AWS::Bedrock::Guardrail")
ARN = {"Fn::GetAtt": ["Subject", "GuardrailArn"]}


def alarm(guardrail: Any = ARN, **properties: Any) -> dict[str, Any]:
    return resource(
        "AWS::CloudWatch::Alarm",
        {
            "Namespace": "AWS/Bedrock/Guardrails",
            "MetricName": "InvocationsIntervened",
            "Dimensions": [{"Name": "GuardrailArn", "Value": guardrail}, {"Name": "GuardrailVersion", "Value": "1"}],
            "AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"],
            **properties,
        },
    )


def test_an_alarm_on_interventions_passes() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm()) is TRUE


def test_no_alarm_fails() -> None:
    assert judge(CONTROL, GUARDRAIL) is FALSE


def test_an_alarm_that_tells_nobody_fails() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm(AlarmActions={"Ref": "AWS::NoValue"})) is FALSE


def test_an_alarm_whose_actions_are_switched_off_fails() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm(ActionsEnabled="false")) is FALSE


def test_an_alarm_on_errors_fails() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm(MetricName="InvocationClientErrors")) is FALSE


def test_an_alarm_on_another_guardrail_fails() -> None:
    other = alarm({"Fn::GetAtt": ["Other", "GuardrailArn"]})
    assert judge(CONTROL, GUARDRAIL, Other=GUARDRAIL, Alarm=other) is FALSE


def test_a_guardrail_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm(ANYTHING)) is UNKNOWN


def test_actions_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, GUARDRAIL, Alarm=alarm(AlarmActions=ANYTHING)) is UNKNOWN


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE
