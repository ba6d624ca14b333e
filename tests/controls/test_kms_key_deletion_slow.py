"""How long there is to notice that somebody deletes a key."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_key_deletion_slow import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, deny, judge, resource


def key(days: Any = 30, operator: str = "NumericLessThan") -> dict[str, Any]:
    condition = {operator: {"kms:ScheduleKeyDeletionPendingWindowInDays": days}}
    statement = {"Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*", "Condition": condition}
    return resource("AWS::KMS::Key", {"KeyPolicy": deny(**statement)})


def test_a_deny_of_less_than_thirty_days_passes() -> None:
    assert judge(CONTROL, key()) is TRUE


def test_a_week_or_the_opposite_fails() -> None:
    assert judge(CONTROL, key(7)) is FALSE
    assert judge(CONTROL, key(operator="NumericGreaterThan")) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, key(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::User")) is NOT_APPLICABLE


def test_a_deny_for_one_role_fails_and_one_without_a_condition_passes() -> None:
    one = key()
    [statement] = one["Properties"]["KeyPolicy"]["Statement"]
    statement["Principal"] = {"AWS": "arn:aws:iam::123456789012:role/dev"}
    assert judge(CONTROL, one) is FALSE
    always = deny(Principal="*", Action="kms:ScheduleKeyDeletion", Resource="*")
    assert judge(CONTROL, resource("AWS::KMS::Key", {"KeyPolicy": always})) is TRUE
