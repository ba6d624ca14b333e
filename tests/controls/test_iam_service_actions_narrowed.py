"""Whether what services do on nameless resources is kept to a network, a namespace and services."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_service_actions_narrowed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

IN_VPC = {"ArnEquals": {"ec2:Vpc": "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1"}}
INTERFACES = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"
NOTHING = {"Ref": "AWS::NoValue"}


def policy(action: Any, condition: Any = NOTHING, named: str = "*") -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=action, Resource=named, Condition=condition)})


def test_interfaces_of_a_network_pass() -> None:
    assert judge(CONTROL, policy(INTERFACES, IN_VPC)) is TRUE
    subnets = {"ArnEquals": {"ec2:Subnet": ["arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1"]}}
    assert judge(CONTROL, policy(INTERFACES, subnets)) is TRUE


def test_an_interface_itself_is_of_no_network_yet() -> None:
    assert judge(CONTROL, policy("ec2:CreateNetworkInterface", {"Null": {"ec2:Vpc": "true"}})) is TRUE
    assert judge(CONTROL, policy("ec2:CreateNetworkInterface", {"Null": {"ec2:Vpc": "false"}})) is FALSE


def test_interfaces_of_any_network_fail() -> None:
    assert judge(CONTROL, policy(INTERFACES)) is FALSE
    assert judge(CONTROL, policy("ec2:*")) is FALSE
    assert judge(CONTROL, policy(INTERFACES, {"ArnLike": {"ec2:Vpc": "*"}})) is FALSE


def test_interfaces_by_name_pass() -> None:
    assert judge(CONTROL, policy(INTERFACES, named="arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1")) is TRUE


def kept_from(*actions: str) -> dict[str, Any]:
    functions = {"ArnLike": {"lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:*"}}
    place = {"Effect": "Allow", "Action": INTERFACES, "Resource": "*"}
    refuse = {"Effect": "Deny", "Action": list(actions), "Resource": "*", "Condition": functions}
    return resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": {"Statement": [place, refuse]}})


def test_interfaces_that_lambda_places_and_code_does_not_pass() -> None:
    assert judge(CONTROL, kept_from(*INTERFACES)) is TRUE
    assert judge(CONTROL, kept_from("ec2:CreateNetworkInterface")) is FALSE


def test_metrics_of_a_namespace_pass() -> None:
    named = {"StringLike": {"cloudwatch:namespace": ["AWS/SageMaker", "aws/sagemaker/*"]}}
    assert judge(CONTROL, policy("cloudwatch:PutMetricData", named)) is TRUE


def test_metrics_of_any_namespace_fail() -> None:
    assert judge(CONTROL, policy("cloudwatch:PutMetricData")) is FALSE


def test_grants_for_services_pass() -> None:
    assert judge(CONTROL, policy("kms:CreateGrant", {"Bool": {"kms:GrantIsForAWSResource": "true"}}, KEY)) is TRUE
    through = {"StringEquals": {"kms:ViaService": "bedrock.eu-central-1.amazonaws.com"}}
    assert judge(CONTROL, policy("kms:CreateGrant", through, KEY)) is TRUE


def test_grants_for_anybody_fail() -> None:
    assert judge(CONTROL, policy("kms:CreateGrant", named=KEY)) is FALSE
    assert judge(CONTROL, policy("kms:CreateGrant", {"Bool": {"kms:GrantIsForAWSResource": "false"}}, KEY)) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy("kms:CreateGrant", ANYTHING, KEY)) is UNKNOWN


def test_other_actions_are_not_spoken_of() -> None:
    assert judge(CONTROL, policy("s3:GetObject")) is NOT_APPLICABLE


def test_grants_through_any_service_fail() -> None:
    anyone = {"StringLike": {"kms:ViaService": "*.amazonaws.com"}}
    assert judge(CONTROL, policy("kms:CreateGrant", anyone, KEY)) is FALSE
