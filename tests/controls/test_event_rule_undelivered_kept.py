"""Whether alerts that could not be delivered are lost."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.event_rule_undelivered_kept import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts"
QUEUE = {"DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-central-1:123456789012:undelivered"}}


def rule(*targets: Any) -> dict[str, Any]:
    return resource("AWS::Events::Rule", {"Targets": list(targets)})


def test_a_target_with_a_queue_passes() -> None:
    assert judge(CONTROL, rule({"Id": "A", "Arn": TOPIC, **QUEUE})) is TRUE


def test_a_target_without_one_fails() -> None:
    assert judge(CONTROL, rule({"Id": "A", "Arn": TOPIC})) is FALSE
    assert judge(CONTROL, rule({"Id": "A", "Arn": TOPIC, **QUEUE}, {"Id": "B", "Arn": TOPIC})) is FALSE


def test_targets_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, resource("AWS::Events::Rule", {"Targets": ANYTHING})) is UNKNOWN


def test_a_rule_without_targets_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Events::Rule")) is NOT_APPLICABLE
