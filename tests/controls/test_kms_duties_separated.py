"""Who holds a key in both hands."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.kms_duties_separated import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

CARE, USE = ["kms:EnableKey", "kms:PutKeyPolicy"], ["kms:Decrypt", "kms:DescribeKey"]
ROLE, OTHER = "arn:aws:iam::123456789012:role/keeper", "arn:aws:iam::123456789012:role/reader"


def statement(principal: Any, action: Any, **others: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "*", **others}


def key(*statements: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::KMS::Key", {"KeyPolicy": {"Version": "2012-10-17", "Statement": list(statements)}})


def test_two_roles_for_two_duties_pass() -> None:
    assert judge(CONTROL, key(statement(ROLE, CARE), statement(OTHER, USE))) is TRUE


@pytest.mark.parametrize(
    "root",
    [
        "arn:aws:iam::123456789012:root",
        "123456789012",
        {"Ref": "AWS::AccountId"},
        {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"},
    ],
)
def test_the_account_keeps_control(root: Any) -> None:
    assert judge(CONTROL, key(statement(root, "kms:*"), statement(ROLE, USE))) is TRUE


def test_a_key_with_kms_s_own_policy_passes() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key")) is TRUE


def test_a_denied_use_is_none() -> None:
    assert judge(CONTROL, key(statement(ROLE, CARE), statement(ROLE, USE, Effect="Deny"))) is TRUE


def test_services_care_for_no_key() -> None:
    service = {**statement(ROLE, "kms:*"), "Principal": {"Service": "logs.eu-central-1.amazonaws.com"}}
    assert judge(CONTROL, key(service)) is TRUE


@pytest.mark.parametrize("action", [[*CARE, *USE], "kms:*", ["kms:DisableKey", "kms:GenerateDataKey*"]])
def test_one_statement_for_both_fails(action: Any) -> None:
    assert judge(CONTROL, key(statement(ROLE, action))) is FALSE


def test_two_statements_for_one_role_fail() -> None:
    assert judge(CONTROL, key(statement([OTHER, ROLE], CARE), statement([ROLE], USE))) is FALSE


@pytest.mark.parametrize("at", ["*", {"Fn::GetAtt": ["Subject", "Arn"]}])
def test_what_the_account_gives_the_keeper_counts_too(at: Any) -> None:
    keeper = {"Fn::GetAtt": ["Keeper", "Arn"]}
    root = statement("arn:aws:iam::123456789012:root", "kms:*")
    role = resource("AWS::IAM::Role", {"Policies": [{"PolicyDocument": allow(Action=USE, Resource=at)}]})
    assert judge(CONTROL, key(root, statement(keeper, CARE)), Keeper=role) is FALSE
    assert judge(CONTROL, key(statement(keeper, CARE)), Keeper=role) is TRUE


def test_another_key_is_the_keeper_s_to_use() -> None:
    root, keeper = statement("arn:aws:iam::123456789012:root", "kms:*"), {"Fn::GetAtt": ["Keeper", "Arn"]}
    other = {"Fn::GetAtt": ["Other", "Arn"]}
    role = resource("AWS::IAM::Role", {"Policies": [{"PolicyDocument": allow(Action=USE, Resource=other)}]})
    assert judge(CONTROL, key(root, statement(keeper, CARE)), Keeper=role, Other=key()) is TRUE


def test_everybody_is_somebody() -> None:
    everybody = {**statement(ROLE, "kms:*"), "Principal": "*"}
    assert judge(CONTROL, key(everybody)) is FALSE
    assert judge(CONTROL, key(statement("*", "kms:*"))) is FALSE


def test_whoever_cares_is_anyone_too() -> None:
    by_service = {"StringEquals": {"kms:CallerAccount": "123456789012"}}
    assert judge(CONTROL, key(statement(ROLE, CARE), statement("*", USE, Condition=by_service))) is FALSE
    assert judge(CONTROL, key(statement("*", CARE, Condition=by_service), statement(OTHER, USE))) is FALSE
    another = {"ArnEquals": {"aws:PrincipalArn": OTHER}}
    assert judge(CONTROL, key(statement(ROLE, CARE), statement("*", USE, Condition=another))) is TRUE


def test_a_role_of_the_template_is_recognized() -> None:
    role = {"Fn::GetAtt": ["Keeper", "Arn"]}
    assert judge(CONTROL, key(statement(role, CARE), statement(role, USE)), Keeper=resource("AWS::IAM::Role")) is FALSE


def test_a_role_of_the_template_is_no_role_of_another_name() -> None:
    role = {"Fn::GetAtt": ["Keeper", "Arn"]}
    assert judge(CONTROL, key(statement(role, CARE), statement(OTHER, USE)), Keeper=resource("AWS::IAM::Role")) is TRUE


def test_an_effect_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, key(statement(ROLE, CARE), statement(ROLE, USE, Effect=ANYTHING))) is UNKNOWN


def test_an_alias_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Alias")) is NOT_APPLICABLE
