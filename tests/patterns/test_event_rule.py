"""A rule has one target, admits itself where it sends to, and keeps what was not taken."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_sqs as sqs

from secure_ai_constructs import AlertTopic
from secure_ai_constructs.patterns.foundation.event_rule import EventRule
from tests.patterns.event_pattern import matches
from tests.patterns.synthesis import ACCOUNT, mentions, only, resources, stack

PATTERN: dict[str, Any] = {"source": ["aws.s3"], "detail": {"bucket": {"name": ["documents"]}}}


def rule(scope: Stack, target: Any) -> EventRule:
    letters = sqs.Queue(scope, "Letters")
    return EventRule(scope, "Deleted", description="test", pattern=PATTERN, target=target, dead_letters=letters)


def admitted(scope: Stack, queue: str) -> list[dict[str, Any]]:
    return [
        one
        for policy in resources(scope, "AWS::SQS::QueuePolicy", queue).values()
        for one in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def test_a_rule_is_on_and_says_what_it_was_given() -> None:
    scope = stack()
    rule(scope, sqs.Queue(scope, "Taken"))
    found = only(scope, "AWS::Events::Rule")
    assert (found["State"], found["EventPattern"]) == ("ENABLED", PATTERN)
    [target] = found["Targets"]
    assert mentions(target["Arn"], "Taken")
    assert mentions(target["DeadLetterConfig"], "Letters")


@pytest.mark.parametrize(
    "wrong",
    [{}, {"source": "aws.s3"}, {"source": []}, {"detail": {}}, {1: ["a"]}, '{"source": ["aws.s3"]}', ["aws.s3"]],
    ids=repr,
)
def test_what_eventbridge_would_refuse_is_no_pattern(wrong: Any) -> None:
    scope = stack()
    queues = [sqs.Queue(scope, name) for name in ("Taken", "Letters")]
    message = r"Test/Wrong: a pattern must be keys with lists of what matches, .* was "
    with pytest.raises(ValueError, match=message):
        EventRule(scope, "Wrong", description="test", pattern=wrong, target=queues[0], dead_letters=queues[1])


def test_a_queue_is_opened_for_this_rule_alone() -> None:
    scope = stack()
    rule(scope, sqs.Queue(scope, "Taken"))
    [statement] = admitted(scope, "Taken")
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::GetAtt"][0].startswith("Deleted")


def test_the_letters_of_any_number_of_rules_take_one_statement() -> None:
    """SQS takes no policy of more than 20."""
    scope = stack()
    letters, topic = sqs.Queue(scope, "Letters"), AlertTopic(scope, "Alerts").topic
    for number in range(30):
        EventRule(scope, f"R{number}", description="test", pattern=PATTERN, target=topic, dead_letters=letters)
    [statement] = admitted(scope, "Letters")
    assert statement["Condition"] == {"ArnLike": {"aws:SourceArn": f"arn:aws:events:eu-central-1:{ACCOUNT}:rule/*"}}


def test_a_rule_may_follow_the_clock_instead_of_events() -> None:
    scope = stack()
    letters, taken = sqs.Queue(scope, "Letters"), sqs.Queue(scope, "Taken")
    EventRule(scope, "Daily", description="test", schedule="rate(1 day)", target=taken, dead_letters=letters)
    found = only(scope, "AWS::Events::Rule")
    assert found["ScheduleExpression"] == "rate(1 day)"
    assert "EventPattern" not in found


@pytest.mark.parametrize("given", [{}, {"pattern": PATTERN, "schedule": "rate(1 day)"}])
def test_a_rule_for_nothing_or_for_two_things_is_refused(given: dict[str, Any]) -> None:
    scope = stack()
    queue = sqs.Queue(scope, "Letters")
    with pytest.raises(ValueError, match="Test/Rule: a rule must have either a pattern or a schedule"):
        EventRule(scope, "Rule", description="test", target=queue, dead_letters=queue, **given)


def test_a_topic_keeps_its_one_policy() -> None:
    scope = stack()
    rule(scope, AlertTopic(scope, "Alerts").topic)
    assert len(resources(scope, "AWS::SNS::TopicPolicy")) == 1
    [target] = only(scope, "AWS::Events::Rule")["Targets"]
    assert mentions(target["Arn"], "AlertsTopic")
    assert len(admitted(scope, "Letters")) == 1


# The matcher that tests of patterns use


@pytest.mark.parametrize(
    ("pattern", "event", "expected"),
    [
        ({"a": ["x", "y"]}, {"a": "y", "b": 1}, True),
        ({"a": ["x"]}, {}, False),
        ({"a": ["x"]}, {"a": ["z", "x"]}, True),
        ({"a": {"b": ["x"]}}, {"a": {"b": "x"}}, True),
        ({"a": {"b": ["x"]}}, {"a": "x"}, False),
        ({"a": [{"prefix": "x/"}]}, {"a": "x/y"}, True),
        ({"a": [{"prefix": "x/"}]}, {"a": "xy"}, False),
        ({"a": [{"anything-but": ["x"]}]}, {"a": "y"}, True),
        ({"a": [{"anything-but": ["x"]}]}, {"a": "x"}, False),
        ({"a": [{"anything-but": ["x"]}]}, {}, False),
        ({"a": [{"exists": False}]}, {}, True),
        ({"a": [{"exists": True}]}, {}, False),
    ],
)
def test_patterns_are_read_as_eventbridge_reads_them(
    pattern: dict[str, Any], event: dict[str, Any], *, expected: bool
) -> None:
    assert matches(pattern, event) is expected


def test_an_operator_that_is_not_known_is_no_match_by_accident() -> None:
    with pytest.raises(ValueError, match="was 'suffix'"):
        matches({"a": [{"suffix": "x"}]}, {"a": "x"})
