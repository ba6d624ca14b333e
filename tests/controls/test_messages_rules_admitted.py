"""Whether what a rule sends arrives."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.messages_rules_admitted import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, allow, deny, judge, resource

TOPIC = resource("AWS::SNS::Topic")
EVENTS = {"Service": "events.amazonaws.com"}


def rule(**target: Any) -> dict[str, Any]:
    return resource("AWS::Events::Rule", {"Targets": [{"Id": "Target", "Arn": SUBJECT, **target}]})


def policy(make: Any = allow, **statement: Any) -> dict[str, Any]:
    said = {"Principal": EVENTS, "Action": "sns:Publish", "Resource": SUBJECT, **statement}
    return resource("AWS::SNS::TopicPolicy", {"Topics": [SUBJECT], "PolicyDocument": make(**said)})


def test_a_policy_that_lets_rules_in_passes() -> None:
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy()) is TRUE
    inline = resource("AWS::SNS::TopicInlinePolicy", {"TopicArn": SUBJECT, **policy()["Properties"]})
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=inline) is TRUE


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:1:rule/*"}},
    ],
    ids=str,
)
def test_a_condition_that_eventbridge_never_meets_fails(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy(Condition=condition)) is FALSE


def test_others_and_nobody_fail() -> None:
    assert judge(CONTROL, TOPIC, Rule=rule()) is FALSE
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy(Principal={"Service": "cloudwatch.amazonaws.com"})) is FALSE
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy(Action="sns:Subscribe")) is FALSE
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy(deny)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, TOPIC, Rule=rule(), Policy=policy(Action=ANYTHING)) is UNKNOWN


def test_a_topic_of_alarms_a_role_s_target_and_a_queue_are_not_spoken_of() -> None:
    assert judge(CONTROL, TOPIC) is NOT_APPLICABLE
    assert judge(CONTROL, TOPIC, Rule=rule(RoleArn="arn:aws:iam::123456789012:role/sends")) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::SQS::Queue"), Rule=rule()) is NOT_APPLICABLE
