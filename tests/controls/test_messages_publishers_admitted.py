"""Whether what is told under a key arrives."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.messages_publishers_admitted import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

OWN = {"Fn::GetAtt": ["Key", "Arn"]}
SERVICES = ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
ALARM = resource("AWS::CloudWatch::Alarm", {"AlarmActions": [{"Ref": "Subject"}]})


def topic(key: Any = OWN) -> dict[str, Any]:
    return resource("AWS::SNS::Topic", {"KmsMasterKeyId": key})


def rule(**target: Any) -> dict[str, Any]:
    return resource("AWS::Events::Rule", {"Targets": [{"Id": "One", "Arn": "arn:aws:lambda:a:1:function:f", **target}]})


RULE = rule(Arn={"Ref": "Subject"})


def key(**statement: Any) -> dict[str, Any]:
    admitted = {"Principal": {"Service": SERVICES}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}
    return resource("AWS::KMS::Key", {"KeyPolicy": allow(**{**admitted, **statement})})


def test_a_key_that_admits_who_writes_passes() -> None:
    assert judge(CONTROL, topic(), Key=key(), Alarm=ALARM, Rule=RULE) is TRUE


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"Service": "sns.amazonaws.com"}},
        {"Principal": {"Service": SERVICES[1]}},
        {"Action": "kms:Decrypt"},
        {"Action": "kms:GenerateDataKey*"},
        {"Effect": "Deny"},
    ],
    ids=str,
)
def test_a_key_that_does_not_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, topic(), Key=key(**statement), Alarm=ALARM, Rule=RULE) is FALSE


def test_an_alias_stands_for_its_key() -> None:
    alias = resource("AWS::KMS::Alias", {"AliasName": "alias/alerts", "TargetKeyId": OWN})
    for named in ({"Ref": "Alias"}, "alias/alerts"):
        assert judge(CONTROL, topic(named), Alias=alias, Key=key(), Alarm=ALARM) is TRUE
        assert judge(CONTROL, topic(named), Alias=alias, Key=key(Effect="Deny"), Alarm=ALARM) is FALSE


def test_only_those_who_write_have_to_be_let_in() -> None:
    of_rules = key(Principal={"Service": SERVICES[1]})
    assert judge(CONTROL, topic(), Key=of_rules, Rule=RULE) is TRUE
    assert judge(CONTROL, topic(), Key=of_rules, Alarm=ALARM) is FALSE


@pytest.mark.parametrize("actions", ["OKActions", "InsufficientDataActions"])
def test_an_alarm_tells_of_every_state_under_the_key(actions: str) -> None:
    alarm = resource("AWS::CloudWatch::Alarm", {actions: [{"Ref": "Subject"}]})
    assert judge(CONTROL, topic(), Key=key(), Alarm=alarm) is TRUE
    assert judge(CONTROL, topic(), Key=key(Effect="Deny"), Alarm=alarm) is FALSE


def test_a_budget_tells_of_itself_under_the_key() -> None:
    told = {"Subscribers": [{"SubscriptionType": "SNS", "Address": {"Ref": "Subject"}}]}
    budget = resource("AWS::Budgets::Budget", {"NotificationsWithSubscribers": [told]})
    admitted = key(Principal={"Service": "budgets.amazonaws.com"})
    assert judge(CONTROL, topic(), Key=admitted, Budget=budget) is TRUE
    assert judge(CONTROL, topic(), Key=key(), Budget=budget) is FALSE


def test_a_queue_of_what_was_not_delivered_is_written_by_rules() -> None:
    queue = resource("AWS::SQS::Queue", {"KmsMasterKeyId": OWN})
    undelivered = rule(DeadLetterConfig={"Arn": {"Fn::GetAtt": ["Subject", "Arn"]}})
    assert judge(CONTROL, queue, Key=key(), Rule=undelivered) is TRUE
    assert judge(CONTROL, queue, Key=key(Principal={"Service": SERVICES[0]}), Rule=undelivered) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, topic(), Key=key(Action=ANYTHING), Alarm=ALARM) is UNKNOWN
    assert judge(CONTROL, topic(ANYTHING), Alarm=ALARM) is UNKNOWN


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"StringEquals": {"aws:SourceAccount": "123456789012"}}, TRUE),
        ({"ArnLike": {"aws:sourcearn": "arn:aws:cloudwatch:*:123456789012:alarm:*"}}, TRUE),
        ({"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}, UNKNOWN),
    ],
)
def test_which_conditions_an_alarm_meets_is_known_of_its_source_alone(condition: dict[str, Any], said: object) -> None:
    assert judge(CONTROL, topic(), Key=key(Condition=condition), Alarm=ALARM) is said


def test_an_alarm_of_alarms_is_one() -> None:
    composite = resource("AWS::CloudWatch::CompositeAlarm", {"AlarmActions": [{"Ref": "Subject"}]})
    assert judge(CONTROL, topic(), Key=key(Principal={"Service": SERVICES[1]}), Alarm=composite) is FALSE


def test_what_nobody_writes_to_and_a_key_of_another_app_are_not_spoken_of() -> None:
    assert judge(CONTROL, topic(), Key=key()) is NOT_APPLICABLE
    assert judge(CONTROL, topic(), Key=resource("AWS::KMS::Key"), Alarm=ALARM) is NOT_APPLICABLE
    assert judge(CONTROL, topic("arn:aws:kms:eu-central-1:123456789012:key/a"), Alarm=ALARM) is NOT_APPLICABLE
    assert judge(CONTROL, topic("alias/aws/sns"), Alarm=ALARM) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::SNS::Topic"), Alarm=ALARM) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("condition", "of_topic", "of_queue"),
    [
        ({"StringEquals": {"aws:SourceAccount": "123456789012"}}, FALSE, TRUE),
        ({"ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:a:123456789012:*"}}, TRUE, FALSE),
        ({"ArnLike": {"kms:EncryptionContext:aws:sqs:arn": "arn:aws:sqs:a:123456789012:*"}}, FALSE, TRUE),
        ({"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}, UNKNOWN, UNKNOWN),
    ],
)
def test_eventbridge_says_not_for_whom_it_writes_to_a_topic(
    condition: dict[str, Any], of_topic: object, of_queue: object
) -> None:
    admitting = key(Condition=condition)
    assert judge(CONTROL, topic(), Key=admitting, Rule=RULE) is of_topic
    queue = resource("AWS::SQS::Queue", {"KmsMasterKeyId": OWN})
    undelivered = rule(DeadLetterConfig={"Arn": {"Fn::GetAtt": ["Subject", "Arn"]}})
    assert judge(CONTROL, queue, Key=admitting, Rule=undelivered) is of_queue
