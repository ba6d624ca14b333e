"""Functions that ask models from the open."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.lambda_in_network import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

INSIDE = {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}


def function(**properties: Any) -> dict[str, Any]:
    return resource("AWS::Lambda::Function", {"Role": {"Fn::GetAtt": ["Role", "Arn"]}, **properties})


def may(action: Any) -> dict[str, Any]:
    return role_with(allow(Action=action, Resource="*"))


@pytest.mark.parametrize("action", ["bedrock:InvokeModel", "rds-data:*", "sagemaker:CreateProcessingJob", "*"])
def test_a_function_that_stands_in_a_network_passes(action: str) -> None:
    assert judge(CONTROL, function(VpcConfig=INSIDE), Role=may(action)) is TRUE
    assert judge(CONTROL, function(), Role=may(action)) is FALSE


@pytest.mark.parametrize("outside", [{}, {"SubnetIds": []}])
def test_a_network_without_subnets_is_none(outside: dict[str, Any]) -> None:
    assert judge(CONTROL, function(VpcConfig=outside), Role=may("bedrock:Retrieve")) is FALSE


def test_permissions_in_a_policy_of_their_own_count() -> None:
    apart = resource(
        "AWS::IAM::Policy",
        {"PolicyDocument": allow(Action="bedrock:StartIngestionJob", Resource="*"), "Roles": [{"Ref": "Role"}]},
    )
    assert judge(CONTROL, function(), Role=may("logs:PutLogEvents"), Apart=apart) is FALSE


def test_a_policy_of_aws_counts() -> None:
    opened = resource("AWS::IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonBedrockFullAccess"]})
    assert judge(CONTROL, function(), Role=opened) is FALSE
    reads = resource("AWS::IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]})
    assert judge(CONTROL, function(), Role=reads) is NOT_APPLICABLE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(), Role=may(ANYTHING)) is UNKNOWN


def test_a_function_that_asks_no_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, function(), Role=may("logs:PutLogEvents")) is NOT_APPLICABLE
    assert judge(CONTROL, function(Role="arn:aws:iam::123456789012:role/elsewhere")) is NOT_APPLICABLE
