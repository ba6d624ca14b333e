"""Who may do everything a service can."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_actions_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource, role_with


def policy(**statement: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(**statement)})


def role(**statement: Any) -> dict[str, Any]:
    return role_with(allow(**statement))


def test_a_policy_that_names_its_actions_passes() -> None:
    assert judge(CONTROL, policy(Action=["bedrock:InvokeModel", "s3:GetObject"], Resource="*")) is TRUE


def test_a_wildcard_for_a_data_service_fails() -> None:
    assert judge(CONTROL, policy(Action=["s3:GetObject", "bedrock:*"], Resource="*")) is FALSE


def test_a_wildcard_for_everything_fails_without_regard_to_case_of_the_service() -> None:
    assert judge(CONTROL, policy(Action="S3:*", Resource="*")) is FALSE


def test_an_inline_policy_of_a_role_is_judged_too() -> None:
    assert judge(CONTROL, role(Action="*", Resource="*")) is FALSE


def test_a_notaction_fails_because_it_covers_nearly_everything() -> None:
    assert judge(CONTROL, policy(NotAction="iam:*", Resource="*")) is FALSE


def test_a_denied_wildcard_passes() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": deny(Action="*", Resource="*")})) is TRUE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(Action=ANYTHING, Resource="*")) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


@pytest.mark.parametrize("service", ["bedrock-agentcore", "rds-data", "secretsmanager"])
def test_services_of_agents_secrets_and_statements_are_named_by_action(service: str) -> None:
    document = allow(Action=f"{service}:*", Resource="arn:aws:a:b:1:c/d")
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": document})) is FALSE


def test_the_policy_of_aws_that_opens_all_agents_fails() -> None:
    role = resource("AWS::IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/BedrockAgentCoreFullAccess"]})
    assert judge(CONTROL, role) is FALSE
