"""Whether a topic takes what alarms and budgets tell it."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.messages_alarms_admitted import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

TOPIC = resource("AWS::SNS::Topic", {})
HERE = {"Ref": "Subject"}
ALARM = resource("AWS::CloudWatch::Alarm", {"AlarmActions": [HERE]})
BUDGET = resource(
    "AWS::Budgets::Budget",
    {"NotificationsWithSubscribers": [{"Subscribers": [{"SubscriptionType": "SNS", "Address": HERE}]}]},
)
FROM_HERE = {"StringEquals": {"aws:SourceAccount": "123456789012"}}


def policy(**statement: Any) -> dict[str, Any]:
    admitted = {"Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish", "Resource": HERE}
    return resource("AWS::SNS::TopicPolicy", {"Topics": [HERE], "PolicyDocument": allow(**{**admitted, **statement})})


@pytest.mark.parametrize("condition", [FROM_HERE, {"ArnLike": {"AWS:SourceArn": "arn:aws:cloudwatch:*:1:alarm:*"}}])
def test_a_topic_that_lets_alarms_in_passes(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, TOPIC, Alarm=ALARM, Policy=policy(Condition=condition)) is TRUE


@pytest.mark.parametrize(
    "statement",
    [{"Principal": {"Service": "events.amazonaws.com"}}, {"Action": "sns:Subscribe"}, {"Effect": "Deny"}],
    ids=str,
)
def test_a_topic_that_does_not_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, TOPIC, Alarm=ALARM, Policy=policy(**statement)) is FALSE


@pytest.mark.parametrize("actions", ["OKActions", "InsufficientDataActions"])
def test_every_state_is_told(actions: str) -> None:
    alarm = resource("AWS::CloudWatch::CompositeAlarm", {actions: [HERE]})
    assert judge(CONTROL, TOPIC, Alarm=alarm, Policy=policy()) is TRUE
    assert judge(CONTROL, TOPIC, Alarm=alarm, Policy=policy(Action="sns:Subscribe")) is FALSE


def test_a_budget_is_let_in_as_itself() -> None:
    budgets = {"Service": "budgets.amazonaws.com"}
    assert judge(CONTROL, TOPIC, Budget=BUDGET, Policy=policy(Principal=budgets)) is TRUE
    assert judge(CONTROL, TOPIC, Budget=BUDGET, Policy=policy()) is FALSE


@pytest.mark.parametrize("condition", [ANYTHING, {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}], ids=str)
def test_a_condition_that_may_not_be_met_is_unknown(condition: Any) -> None:
    assert judge(CONTROL, TOPIC, Alarm=ALARM, Policy=policy(Condition=condition)) is UNKNOWN


def test_sns_s_own_policy_lets_the_account_in() -> None:
    assert judge(CONTROL, TOPIC, Alarm=ALARM) is NOT_APPLICABLE


def test_a_topic_without_alarms_is_not_spoken_of() -> None:
    assert judge(CONTROL, TOPIC, Policy=policy()) is NOT_APPLICABLE
