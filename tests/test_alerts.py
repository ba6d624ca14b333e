"""Which event rules tell somebody, asked by the controls that depend on it."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.cloudtrail_changes_told import CONTROL as TRAIL_TOLD
from secure_ai_constructs.controls.guardduty_findings_told import CONTROL as FINDINGS_TOLD
from tests.judging import FALSE, TRUE, UNKNOWN, event_rule, judge, resource

TRAIL, DETECTOR = resource("AWS::CloudTrail::Trail"), resource("AWS::GuardDuty::Detector")
NAMES = ["DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail"]
CALLS = {"source": ["aws.cloudtrail"], "detail": {"eventName": NAMES}}


@pytest.mark.parametrize(
    "pattern",
    [
        CALLS,
        {"source": ["aws.cloudtrail"]},
        {"detail": {"eventSource": ["cloudtrail.amazonaws.com"], "eventName": NAMES}},
        {"detail-type": ["AWS API Call via CloudTrail"]},
    ],
)
def test_what_a_pattern_leaves_out_it_does_not_ask_for(pattern: dict[str, Any]) -> None:
    assert judge(TRAIL_TOLD, TRAIL, Rule=event_rule(pattern)) is TRUE


@pytest.mark.parametrize(
    "pattern",
    [
        {**CALLS, "source": ["aws.kms"]},
        {**CALLS, "detail-type": ["GuardDuty Finding"]},
        {**CALLS, "detail": {"eventName": NAMES[:3]}},
        {"detail": {"userIdentity": {"type": ["Root"]}}},
        {**CALLS, "account": ["210987654321"]},
    ],
)
def test_a_pattern_that_asks_for_something_else_tells_nobody(pattern: dict[str, Any]) -> None:
    assert judge(TRAIL_TOLD, TRAIL, Rule=event_rule(pattern)) is FALSE


def test_a_schedule_tells_of_nothing() -> None:
    schedule = event_rule({"Ref": "AWS::NoValue"}, ScheduleExpression="rate(1 day)")
    assert judge(TRAIL_TOLD, TRAIL, Rule=schedule) is FALSE


def test_two_rules_may_share_the_calls() -> None:
    halves = [event_rule({**CALLS, "detail": {"eventName": names}}) for names in (NAMES[:2], NAMES[2:])]
    assert judge(TRAIL_TOLD, TRAIL, One=halves[0], Other=halves[1]) is TRUE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"State": {"Ref": "AWS::NoValue"}}, TRUE),
        ({"State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}, TRUE),
        ({"State": "DISABLED"}, FALSE),
        ({"State": {"Ref": "GivenAtDeployment"}}, UNKNOWN),
        ({"EventBusName": "default"}, TRUE),
        ({"EventBusName": "another"}, FALSE),
        ({"Targets": []}, FALSE),
    ],
)
def test_a_rule_tells_when_it_is_on_of_the_default_bus_and_has_a_target(changes: dict[str, Any], told: object) -> None:
    assert judge(TRAIL_TOLD, TRAIL, Rule=event_rule(CALLS, **changes)) is told


def test_a_rule_on_all_findings_tells_of_models() -> None:
    assert judge(FINDINGS_TOLD, DETECTOR, Rule=event_rule({"source": ["aws.guardduty"]})) is TRUE


def test_a_severity_beside_the_type_leaves_out_what_is_low() -> None:
    severe = {"type": [{"prefix": "Impact:IAMUser/"}], "severity": [{"numeric": [">=", 7]}]}
    assert judge(FINDINGS_TOLD, DETECTOR, Rule=event_rule({"source": ["aws.guardduty"], "detail": severe})) is FALSE
