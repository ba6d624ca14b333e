"""Where a function writes to."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.lambda_own_log_group import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

PLAIN = resource("AWS::Lambda::Function")


def function(group: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"LoggingConfig": {"LogGroup": group}})


def log_group(name: Any) -> dict[str, Any]:
    return resource("AWS::Logs::LogGroup", {"LogGroupName": name})


def test_a_group_of_the_template_passes() -> None:
    assert judge(CONTROL, function({"Ref": "Group"}), Group=resource("AWS::Logs::LogGroup")) is TRUE


def test_a_group_of_the_template_by_its_name_passes() -> None:
    assert judge(CONTROL, function("/claims"), Group=log_group("/claims")) is TRUE


def test_a_group_with_the_name_that_lambda_would_give_it_passes() -> None:
    assert judge(CONTROL, PLAIN, Group=log_group({"Fn::Sub": "/aws/lambda/${Subject}"})) is TRUE


def test_no_group_fails() -> None:
    assert judge(CONTROL, PLAIN) is FALSE


def test_a_name_that_nobody_declares_fails() -> None:
    assert judge(CONTROL, function("/claims")) is FALSE
    assert judge(CONTROL, function("/claims"), Group=log_group("/fraud")) is FALSE


def test_something_that_is_no_group_fails() -> None:
    assert judge(CONTROL, function({"Ref": "Bucket"}), Bucket=resource("AWS::S3::Bucket")) is FALSE


def test_a_default_group_that_the_function_does_not_use_fails() -> None:
    default = log_group({"Fn::Sub": "/aws/lambda/${Subject}"})
    assert judge(CONTROL, function("/claims"), Group=default) is FALSE


def test_a_group_of_another_name_or_function_fails() -> None:
    assert judge(CONTROL, PLAIN, Group=log_group({"Fn::Sub": "/claims/${Subject}"})) is FALSE
    assert judge(CONTROL, PLAIN, Other=PLAIN, Group=log_group({"Fn::Sub": "/aws/lambda/${Other}"})) is FALSE


def test_a_group_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(ANYTHING)) is UNKNOWN


def test_a_group_that_deployment_may_leave_out_is_unknown() -> None:
    maybe = {"Fn::If": ["Maybe", {"Ref": "Group"}, {"Ref": "AWS::NoValue"}]}
    assert judge(CONTROL, function(maybe), Group=resource("AWS::Logs::LogGroup")) is UNKNOWN


def test_a_log_group_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Logs::LogGroup")) is NOT_APPLICABLE


def test_names_that_are_written_out_belong_together() -> None:
    named = resource("AWS::Lambda::Function", {"FunctionName": "claims"})
    assert judge(CONTROL, named, Group=log_group("/aws/lambda/claims")) is TRUE
    assert judge(CONTROL, named, Group=log_group("/aws/lambda/fraud")) is FALSE
    assert judge(CONTROL, PLAIN, Group=log_group("/aws/lambda/None")) is FALSE


def test_names_that_deployment_completes_belong_together() -> None:
    named = resource("AWS::Lambda::Function", {"FunctionName": {"Fn::Sub": "${AWS::StackName}-claims"}})
    assert judge(CONTROL, named, Group=log_group({"Fn::Sub": "/aws/lambda/${AWS::StackName}-claims"})) is TRUE
    assert judge(CONTROL, named, Group=log_group({"Fn::Sub": "/aws/lambda/${AWS::StackName}-fraud"})) is FALSE
