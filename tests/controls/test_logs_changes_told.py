"""Whether somebody learns that the log of a trail went."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.logs_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("AWS::CloudTrail::Trail")


def rule(names: Any) -> dict[str, Any]:
    return event_rule({"source": ["aws.logs"], "detail": {"eventName": names}})


def test_log_that_is_deleted_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=rule(["DeleteLogGroup", "PutRetentionPolicy"])) is TRUE


def test_no_rule_or_one_on_less_fails() -> None:
    assert judge(CONTROL, WATCHED) is FALSE
    assert judge(CONTROL, WATCHED, Rule=rule(["DeleteLogGroup"])) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, WATCHED, Rule=rule(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
