"""Whether two functions share what each of them may do."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.lambda_own_role import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ROLES = {"Role": resource("AWS::IAM::Role", {"RoleName": "reader"}), "OtherRole": resource("AWS::IAM::Role")}
ROLE = {"Fn::GetAtt": ["Role", "Arn"]}


def function(role: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"Role": role})


def test_a_role_of_its_own_passes() -> None:
    other = function({"Fn::GetAtt": ["OtherRole", "Arn"]})
    assert judge(CONTROL, function(ROLE), Other=other, **ROLES) is TRUE


def test_a_shared_role_fails() -> None:
    assert judge(CONTROL, function(ROLE), Other=function(ROLE), **ROLES) is FALSE


def test_a_role_that_is_shared_by_its_name_fails() -> None:
    by_name = function("arn:aws:iam::123456789012:role/reader")
    assert judge(CONTROL, function(ROLE), Other=by_name, **ROLES) is FALSE


def test_no_role_fails() -> None:
    assert judge(CONTROL, function({"Ref": "AWS::NoValue"})) is FALSE


def test_another_function_whose_role_deployment_picks_is_unknown() -> None:
    other = function({"Fn::If": ["Maybe", ROLE, {"Fn::GetAtt": ["OtherRole", "Arn"]}]})
    assert judge(CONTROL, function(ROLE), Other=other, **ROLES) is UNKNOWN


def test_a_role_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(ANYTHING)) is UNKNOWN


def test_another_function_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, function(ROLE), Other={**function(ROLE), "Condition": "Maybe"}, **ROLES) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, ROLES["Role"]) is NOT_APPLICABLE
