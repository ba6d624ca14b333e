"""Whether anything looks for drift without being asked."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_drift_scheduled import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})
ROLE = role_with(allow(Action="sagemaker:CreateProcessingJob", Resource="*"))


def function(**variables: Any) -> dict[str, Any]:
    named = {"ENDPOINT": "fraud", "BUCKET": "results", **variables}
    return resource(
        "AWS::Lambda::Function", {"Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Environment": {"Variables": named}}
    )


def daily(**changes: Any) -> dict[str, Any]:
    target = [{"Id": "Target", "Arn": {"Fn::GetAtt": ["Function", "Arn"]}}]
    return resource("AWS::Events::Rule", {"ScheduleExpression": "rate(1 day)", "Targets": target, **changes})


def test_a_function_that_a_schedule_runs_passes() -> None:
    assert judge(CONTROL, ENDPOINT, Function=function(), Role=ROLE, Daily=daily()) is TRUE
    by_reference = function(ENDPOINT={"Fn::GetAtt": ["Subject", "EndpointName"]})
    assert judge(CONTROL, ENDPOINT, Function=by_reference, Role=ROLE, Daily=daily()) is TRUE


def test_a_queue_between_them_passes() -> None:
    fed = {"EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "FunctionName": {"Ref": "Function"}}
    parts = {
        "Function": function(),
        "Role": ROLE,
        "Queue": resource("AWS::SQS::Queue"),
        "Mapping": resource("AWS::Lambda::EventSourceMapping", fed),
        "Daily": daily(Targets=[{"Id": "Target", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]),
    }
    assert judge(CONTROL, ENDPOINT, **parts) is TRUE


def test_no_function_fails() -> None:
    assert judge(CONTROL, ENDPOINT) is FALSE


def test_no_schedule_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Function=function(), Role=ROLE) is FALSE


def test_a_schedule_that_is_off_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Function=function(), Role=ROLE, Daily=daily(State="DISABLED")) is FALSE


def test_a_function_of_another_endpoint_fails() -> None:
    other = function(ENDPOINT="claims")
    assert judge(CONTROL, ENDPOINT, Function=other, Role=ROLE, Daily=daily()) is FALSE


def test_a_function_that_may_start_no_job_fails() -> None:
    reads = role_with(allow(Action="s3:GetObject", Resource="*"))
    assert judge(CONTROL, ENDPOINT, Function=function(), Role=reads, Daily=daily()) is FALSE


def test_a_name_given_at_deployment_is_unknown() -> None:
    told = function(ENDPOINT=ANYTHING)
    assert judge(CONTROL, ENDPOINT, Function=told, Role=ROLE, Daily=daily()) is UNKNOWN


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
