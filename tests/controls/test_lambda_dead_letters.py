"""What becomes of an event that nobody could handle."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.lambda_dead_letters import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource


def function(target: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"DeadLetterConfig": {"TargetArn": target}})


def config(name: Any, destinations: Any) -> dict[str, Any]:
    said = {"FunctionName": name, "Qualifier": "$LATEST", "DestinationConfig": destinations}
    return resource("AWS::Lambda::EventInvokeConfig", said)


PLAIN = resource("AWS::Lambda::Function")
ON_FAILURE = {"OnFailure": {"Destination": "arn:aws:sqs:eu-central-1:123456789012:failed"}}


def test_a_dead_letter_queue_passes() -> None:
    queue = resource("AWS::SQS::Queue")
    assert judge(CONTROL, function({"Fn::GetAtt": ["Queue", "Arn"]}), Queue=queue) is TRUE


def test_a_destination_of_failures_passes() -> None:
    assert judge(CONTROL, PLAIN, Config=config(SUBJECT, ON_FAILURE)) is TRUE


def test_nothing_fails() -> None:
    assert judge(CONTROL, PLAIN) is FALSE


def test_an_empty_target_fails() -> None:
    assert judge(CONTROL, function("")) is FALSE
    assert judge(CONTROL, function({"Ref": "AWS::NoValue"})) is FALSE


def test_a_destination_of_successes_fails() -> None:
    assert judge(CONTROL, PLAIN, Config=config(SUBJECT, {"OnSuccess": ON_FAILURE["OnFailure"]})) is FALSE


def test_a_destination_of_another_function_fails() -> None:
    assert judge(CONTROL, PLAIN, Other=PLAIN, Config=config({"Ref": "Other"}, ON_FAILURE)) is FALSE


def test_a_queue_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, function({"Fn::If": ["Maybe", "arn:aws:sqs:::q", {"Ref": "AWS::NoValue"}]})) is UNKNOWN


def test_a_function_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, PLAIN, Config=config(ANYTHING, ON_FAILURE)) is UNKNOWN


def test_an_alias_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Lambda::Alias")) is NOT_APPLICABLE
