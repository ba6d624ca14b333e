"""Who hears of a key that is switched off or opened."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = resource("AWS::KMS::Key")
EVENTS = ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"]


def rule(*, events: Any = None, source: Any = "aws.kms", **properties: Any) -> dict[str, Any]:
    pattern = {"source": [source], "detail": {"eventName": EVENTS if events is None else events}}
    told = {"EventPattern": pattern, "State": "ENABLED", "Targets": [{"Id": "Topic", "Arn": "arn:aws:sns:a:1:t"}]}
    return resource("AWS::Events::Rule", {**told, **properties})


def test_a_rule_on_what_switches_off_or_opens_a_key_passes() -> None:
    assert judge(CONTROL, KEY, Rule=rule()) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, KEY) is FALSE


def test_a_rule_on_some_of_them_fails() -> None:
    assert judge(CONTROL, KEY, Rule=rule(events=EVENTS[:2])) is FALSE


def test_a_rule_of_another_service_fails() -> None:
    assert judge(CONTROL, KEY, Rule=rule(source="aws.s3")) is FALSE


def test_a_rule_that_is_switched_off_fails() -> None:
    assert judge(CONTROL, KEY, Rule=rule(State="DISABLED")) is FALSE


def test_a_rule_that_tells_nobody_fails() -> None:
    assert judge(CONTROL, KEY, Rule=rule(Targets=[])) is FALSE


def test_events_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, KEY, Rule=rule(events=ANYTHING)) is UNKNOWN


def test_a_template_without_keys_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Rule=rule()) is NOT_APPLICABLE
