"""Whether one secret guards everything for ever."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_key_rotates import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def key(**properties: Any) -> dict[str, Any]:
    return resource("AWS::KMS::Key", properties)


def test_a_rotating_key_passes() -> None:
    assert judge(CONTROL, key(EnableKeyRotation=True)) is TRUE


def test_a_key_that_does_not_rotate_fails() -> None:
    assert judge(CONTROL, key(EnableKeyRotation=False)) is FALSE


def test_a_key_that_says_nothing_fails() -> None:
    assert judge(CONTROL, key()) is FALSE


def test_rotation_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, key(EnableKeyRotation=ANYTHING)) is UNKNOWN


def test_an_asymmetric_key_is_not_spoken_of() -> None:
    assert judge(CONTROL, key(KeySpec="RSA_2048")) is NOT_APPLICABLE
