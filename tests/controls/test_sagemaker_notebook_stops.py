"""Whether a notebook is ever patched."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_notebook_stops import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

NOTEBOOK = resource("AWS::SageMaker::NotebookInstance", {"InstanceType": "ml.t3.medium"})
STOP = "arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance"
NAMED = {"Fn::Join": ["", ['{"NotebookInstanceName":"', {"Fn::GetAtt": ["Subject", "NotebookInstanceName"]}, '"}']]}


def schedule(*, arn: Any = STOP, names: Any = NAMED, **properties: Any) -> dict[str, Any]:
    target = {"Arn": arn, "Input": names, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    return resource("AWS::Scheduler::Schedule", {"Target": target, **properties})


def role(action: str = "sagemaker:StopNotebookInstance") -> dict[str, Any]:
    return role_with(allow(Action=action, Resource="*"))


def test_a_schedule_that_stops_it_passes() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule()) is TRUE
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule(State="ENABLED")) is TRUE


def test_no_schedule_fails() -> None:
    assert judge(CONTROL, NOTEBOOK) is FALSE


def test_a_schedule_that_is_off_fails() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule(State="DISABLED")) is FALSE


def test_a_schedule_that_does_something_else_fails() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule(arn=STOP.replace("stop", "start"))) is FALSE


def test_a_schedule_that_stops_another_fails() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule(names='{"NotebookInstanceName":"other"}')) is FALSE


def test_a_schedule_whose_target_comes_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role(), Stops=schedule(arn=ANYTHING)) is UNKNOWN


def test_a_schedule_that_may_not_stop_it_fails() -> None:
    assert judge(CONTROL, NOTEBOOK, Role=role("sagemaker:DescribeNotebookInstance"), Stops=schedule()) is FALSE


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
