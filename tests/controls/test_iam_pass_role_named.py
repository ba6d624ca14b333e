"""Which roles can be handed to a service."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_pass_role_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

ROLE = "arn:aws:iam::123456789012:role/reader"
TO_BEDROCK = {"StringEquals": {"iam:PassedToService": "bedrock.amazonaws.com"}}


def policy(role: Any = ROLE, condition: Any = TO_BEDROCK, **statement: Any) -> dict[str, Any]:
    said = {"Action": "iam:PassRole", "Resource": role, "Condition": condition, **statement}
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(**said)})


def test_a_named_role_to_a_named_service_passes() -> None:
    assert judge(CONTROL, policy()) is TRUE
    assert judge(CONTROL, policy([ROLE], Action=["iam:GetRole", "iam:PassRole"])) is TRUE


def test_a_role_of_the_assembly_passes() -> None:
    assert judge(CONTROL, policy({"Fn::GetAtt": ["Role", "Arn"]}), Role=resource("AWS::IAM::Role")) is TRUE


def test_a_service_under_another_operator_passes() -> None:
    assert judge(CONTROL, policy(condition={"StringLike": {"IAM:passedtoservice": ["bedrock.amazonaws.com"]}})) is TRUE


def test_any_role_fails() -> None:
    for role in ("*", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:*", "arn:aws:iam::*:role/reader"):
        assert judge(CONTROL, policy(role)) is FALSE


def test_a_pattern_of_names_is_no_name() -> None:
    for role in (
        "arn:aws:iam::123456789012:role/re*",
        "arn:aws:iam::123456789012:role/reade?",
        {"Fn::Sub": "${Role.Arn}*"},
    ):
        assert judge(CONTROL, policy([ROLE, role]), Role=resource("AWS::IAM::Role")) is FALSE


def test_every_role_but_one_fails() -> None:
    assert judge(CONTROL, policy({"Ref": "AWS::NoValue"}, NotResource=ROLE)) is FALSE


def test_any_service_fails() -> None:
    assert judge(CONTROL, policy(condition={"Ref": "AWS::NoValue"})) is FALSE


def test_a_pattern_of_services_fails() -> None:
    for service in ("*", "*.amazonaws.com", ["bedrock.amazonaws.com", "*"]):
        assert judge(CONTROL, policy(condition={"StringLike": {"iam:PassedToService": service}})) is FALSE


def test_every_service_but_one_fails() -> None:
    excluded = {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    assert judge(CONTROL, policy(condition=excluded)) is FALSE


def test_a_service_that_is_only_asked_for_if_it_is_there_fails() -> None:
    maybe = {"StringEqualsIfExists": {"iam:PassedToService": "bedrock.amazonaws.com"}}
    assert judge(CONTROL, policy(condition=maybe)) is FALSE


def test_another_condition_names_no_service() -> None:
    assert judge(CONTROL, policy(condition={"StringEquals": {"aws:RequestedRegion": "eu-central-1"}})) is FALSE


def test_a_wildcard_passes_roles_too() -> None:
    for action in ("*", "iam:*", "iam:Pass*"):
        assert judge(CONTROL, policy("*", {"Ref": "AWS::NoValue"}, Action=action)) is FALSE
    everything = {"NotAction": "s3:*", "Action": {"Ref": "AWS::NoValue"}}
    assert judge(CONTROL, policy("*", {"Ref": "AWS::NoValue"}, **everything)) is FALSE


def test_a_second_statement_counts() -> None:
    document = policy()["Properties"]["PolicyDocument"]
    wide = allow(Action="iam:PassRole", Resource="*")["Statement"]
    both = {"Statement": [*document["Statement"], *wide]}
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": both})) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(condition=ANYTHING)) is UNKNOWN


def test_a_role_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(ANYTHING)) is UNKNOWN


def test_a_policy_that_passes_no_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(Action="s3:GetObject")) is NOT_APPLICABLE


def test_a_denial_is_not_spoken_of() -> None:
    denial = {"PolicyDocument": deny(Action="iam:PassRole", Resource="*")}
    assert judge(CONTROL, resource("AWS::IAM::Policy", denial)) is NOT_APPLICABLE
