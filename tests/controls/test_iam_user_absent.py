"""Whether somebody holds a key for years."""

from __future__ import annotations

from secure_ai_constructs.controls.iam_user_absent import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, judge, resource


def test_a_user_fails() -> None:
    assert judge(CONTROL, resource("AWS::IAM::User")) is FALSE


def test_an_access_key_fails() -> None:
    assert judge(CONTROL, resource("AWS::IAM::AccessKey", {"UserName": "someone"})) is FALSE


def test_a_key_that_is_switched_off_can_be_switched_on_and_fails() -> None:
    assert judge(CONTROL, resource("AWS::IAM::AccessKey", {"UserName": "someone", "Status": "Inactive"})) is FALSE


def test_a_user_who_may_not_be_created_fails() -> None:
    assert judge(CONTROL, resource("AWS::IAM::User", Condition="Maybe")) is FALSE


def test_nothing_that_is_said_of_a_user_makes_it_right() -> None:
    for said in ("Path", "PermissionsBoundary", "LoginProfile"):
        assert judge(CONTROL, resource("AWS::IAM::User", {said: ANYTHING})) is not TRUE


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
