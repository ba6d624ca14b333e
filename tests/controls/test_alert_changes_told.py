"""Whether somebody learns that an alert was silenced."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.alert_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("AWS::CloudTrail::Trail")
CALLS = {
    "events": ["DeleteRule", "DisableRule", "RemoveTargets"],
    "monitoring": ["DeleteAlarms", "DisableAlarmActions"],
    "sns": ["DeleteTopic", "Unsubscribe"],
}


def rules(**changed: Any) -> dict[str, dict[str, Any]]:
    return {
        service.title(): event_rule({"source": [f"aws.{service}"], "detail": {"eventName": names}})
        for service, names in (CALLS | changed).items()
    }


def test_rules_on_all_three_pass() -> None:
    assert judge(CONTROL, WATCHED, **rules()) is TRUE


@pytest.mark.parametrize("service", CALLS)
def test_a_rule_on_less_fails(service: str) -> None:
    assert judge(CONTROL, WATCHED, **rules(**{service: CALLS[service][1:]})) is FALSE


def test_no_rules_fail() -> None:
    assert judge(CONTROL, WATCHED) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, WATCHED, **rules(sns=ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
