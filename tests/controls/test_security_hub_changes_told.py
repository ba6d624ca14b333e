"""Whether somebody learns that a standard was turned off."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.security_hub_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("AWS::SecurityHub::Hub")
TRAIL = resource("AWS::CloudTrail::Trail")


def rule(names: Any) -> dict[str, Any]:
    return event_rule({"source": ["aws.securityhub"], "detail": {"eventName": names}})


def test_standard_that_is_turned_off_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=rule(["BatchDisableStandards", "DisableSecurityHub"]), Trail=TRAIL) is TRUE


def test_no_rule_or_one_on_less_fails() -> None:
    assert judge(CONTROL, WATCHED, Trail=TRAIL) is FALSE
    assert judge(CONTROL, WATCHED, Rule=rule(["BatchDisableStandards"]), Trail=TRAIL) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, WATCHED, Rule=rule(ANYTHING), Trail=TRAIL) is UNKNOWN


def test_without_a_trail_the_bus_is_told_of_nothing() -> None:
    assert judge(CONTROL, WATCHED) is NOT_APPLICABLE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
