"""Whether a deleted stack destroys the data."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_key_outlives_stack import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def key(**properties: Any) -> dict[str, Any]:
    return resource("AWS::KMS::Key", properties, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")


def test_a_retained_key_passes() -> None:
    assert judge(CONTROL, key()) is TRUE


def test_a_retained_key_with_a_long_window_passes() -> None:
    assert judge(CONTROL, key(PendingWindowInDays=30)) is TRUE


def test_a_key_that_is_deleted_with_its_stack_fails() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key")) is FALSE


def test_a_key_that_is_deleted_when_it_is_replaced_fails() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key", DeletionPolicy="Retain")) is FALSE


def test_a_short_window_fails() -> None:
    assert judge(CONTROL, key(PendingWindowInDays=7)) is FALSE


def test_a_window_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, key(PendingWindowInDays=ANYTHING)) is UNKNOWN


def test_an_alias_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Alias")) is NOT_APPLICABLE
