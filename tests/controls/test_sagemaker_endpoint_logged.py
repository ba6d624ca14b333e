"""Whether a log group with a key waits for an endpoint's containers."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_endpoint_logged import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

NAMED = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})
UNNAMED = resource("AWS::SageMaker::Endpoint")
BY_REFERENCE = {"Fn::Join": ["", ["/aws/sagemaker/Endpoints/", {"Fn::GetAtt": ["Subject", "EndpointName"]}]]}


def group(name: Any = "/aws/sagemaker/Endpoints/fraud") -> dict[str, Any]:
    return resource("AWS::Logs::LogGroup", {"LogGroupName": name})


def test_a_group_of_its_name_passes() -> None:
    assert judge(CONTROL, NAMED, Group=group()) is TRUE


def test_a_group_that_refers_to_it_passes() -> None:
    assert judge(CONTROL, UNNAMED, Group=group(BY_REFERENCE)) is TRUE


def test_a_name_that_deployment_completes_passes() -> None:
    named = resource("AWS::SageMaker::Endpoint", {"EndpointName": {"Fn::Sub": "${AWS::StackName}-fraud"}})
    same = group({"Fn::Sub": "/aws/sagemaker/Endpoints/${AWS::StackName}-fraud"})
    assert judge(CONTROL, named, Group=same) is TRUE


def test_none_fails() -> None:
    assert judge(CONTROL, NAMED) is FALSE
    assert judge(CONTROL, UNNAMED) is FALSE


def test_the_group_of_another_fails() -> None:
    assert judge(CONTROL, NAMED, Group=group("/aws/sagemaker/Endpoints/claims")) is FALSE
    assert judge(CONTROL, NAMED, Group=group("/aws/lambda/fraud")) is FALSE


def test_a_name_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, NAMED, Group=group(ANYTHING)) is UNKNOWN


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
