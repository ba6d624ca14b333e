"""Alerts arrive: the topic and its key admit the services that publish, of this account, over TLS."""

from __future__ import annotations

from typing import Any, cast

import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kms as kms

from secure_ai_constructs import AlertTopic
from tests.patterns.synthesis import ACCOUNT, by_sid, mentions, only, resources, stack

ALARMS, EVENTS = {"budgets.amazonaws.com", "cloudwatch.amazonaws.com"}, "events.amazonaws.com"
OF_THE_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_the_services_that_may_publish_may_use_the_key() -> None:
    scope = stack()
    AlertTopic(scope, "Alerts")
    topic = by_sid(only(scope, "AWS::SNS::TopicPolicy")["PolicyDocument"])
    key = by_sid(only(scope, "AWS::KMS::Key")["KeyPolicy"])
    assert set(topic["Alarms"]["Principal"]["Service"]) == ALARMS
    assert set(key["AlarmsAndEvents"]["Principal"]["Service"]) == {*ALARMS, EVENTS}
    assert topic["Alarms"]["Condition"] == key["AlarmsAndEvents"]["Condition"] == OF_THE_ACCOUNT


def test_rules_may_publish_under_no_condition_because_eventbridge_meets_none() -> None:
    scope = stack()
    AlertTopic(scope, "Alerts")
    allowed = by_sid(only(scope, "AWS::SNS::TopicPolicy")["PolicyDocument"])["Events"]
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": EVENTS}, "sns:Publish")
    assert "Condition" not in allowed


def test_plain_http_is_refused() -> None:
    scope = stack()
    AlertTopic(scope, "Alerts")
    refused = by_sid(only(scope, "AWS::SNS::TopicPolicy")["PolicyDocument"])["TlsOnly"]
    assert (refused["Effect"], refused["Principal"]) == ("Deny", {"AWS": "*"})
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_topic_has_one_policy() -> None:
    scope = stack()
    AlertTopic(scope, "Alerts", emails=["team@example.com"])
    assert len(resources(scope, "AWS::SNS::TopicPolicy")) == 1


def test_a_topic_takes_a_key_that_is_given() -> None:
    scope = stack()
    key = kms.Key.from_key_arn(scope, "Key", f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1")
    AlertTopic(scope, "Alerts", key=key)
    assert not resources(scope, "AWS::KMS::Key")
    assert mentions(only(scope, "AWS::SNS::Topic")["KmsMasterKeyId"], "key/1")


def test_every_address_is_asked_to_confirm() -> None:
    scope = stack()
    AlertTopic(scope, "Alerts", emails=["one@example.com", "two@example.com"])
    found = [one["Properties"] for one in resources(scope, "AWS::SNS::Subscription").values()]
    assert {(one["Protocol"], one["Endpoint"]) for one in found} == {
        ("email", "one@example.com"),
        ("email", "two@example.com"),
    }


@pytest.mark.parametrize(
    "email", ["team", "", "@", "a@", "@b", "a b@c.d", "one@@example.com", " team@example.com", "team@example.com\n"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(
        ValueError, match=r"Test/Alerts: emails must be addresses such as 'team@example\.com', was "
    ) as it:
        AlertTopic(stack(), "Alerts", emails=["one@example.com", email])
    assert str(it.value).endswith(repr(email))


def test_an_address_that_is_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Test/Alerts: emails must be named once, were a@b\.c, a@b\.c"):
        AlertTopic(stack(), "Alerts", emails=["a@b.c", "a@b.c"])


def test_an_alarm_is_told_when_it_starts_and_when_it_ends() -> None:
    scope = stack()
    metric = cloudwatch.Metric(namespace="Test", metric_name="Errors")
    AlertTopic(scope, "Alerts").alarm_above(scope, "Alarm", metric, threshold=2, description="Too many errors")
    found = only(scope, "AWS::CloudWatch::Alarm")
    assert found["AlarmActions"] == found["OKActions"]
    assert mentions(found["AlarmActions"], "AlertsTopic")
    assert (found["ComparisonOperator"], found["Threshold"]) == ("GreaterThanThreshold", 2)
    assert (found["TreatMissingData"], found["AlarmDescription"]) == ("notBreaching", "Too many errors")


def test_an_alarm_on_what_is_no_metric_and_no_queue_is_refused() -> None:
    scope = stack()
    alerts, nothing = AlertTopic(scope, "Alerts"), cast("Any", None)
    metric = cloudwatch.Metric(namespace="Test", metric_name="Runs")
    with pytest.raises(ValueError, match="Test/Alerts: queue must be a queue, was None"):
        alerts.alarm_on_waiting(scope, "Waiting", nothing, description="x")
    with pytest.raises(ValueError, match="Test/Alerts: metric must be a metric, was None"):
        alerts.alarm_on_silence(scope, "Silent", nothing, periods=1, description="x")
    with pytest.raises(ValueError, match="Test/Alerts: periods must be a whole number of at least 1, was 0"):
        alerts.alarm_on_silence(scope, "Silent", metric, periods=0, description="x")
