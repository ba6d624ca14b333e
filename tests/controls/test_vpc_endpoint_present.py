"""Whether a private function has a private way to Bedrock."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_endpoint_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

NETWORK = {
    "Vpc": resource("AWS::EC2::VPC"),
    "Subnet": resource("AWS::EC2::Subnet", {"VpcId": {"Ref": "Vpc"}}),
    "OtherVpc": resource("AWS::EC2::VPC"),
}
SUBNETS = [{"Ref": "Subnet"}]


def function(role: Any = None, subnets: Any = SUBNETS) -> dict[str, Any]:
    said = {"Role": role or {"Fn::GetAtt": ["Role", "Arn"]}, "VpcConfig": {"SubnetIds": subnets}}
    return resource("AWS::Lambda::Function", said)


def role(action: Any, **properties: Any) -> dict[str, Any]:
    policies = [{"PolicyName": "P", "PolicyDocument": allow(Action=action, Resource="*")}]
    return resource("AWS::IAM::Role", {"Policies": policies, **properties})


def endpoint(service: Any, vpc: str = "Vpc") -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"ServiceName": service, "VpcId": {"Ref": vpc}})


RUNTIME = endpoint({"Fn::Sub": "com.amazonaws.${AWS::Region}.bedrock-runtime"})
INVOKES = role("bedrock:InvokeModel")
NOTHING = role("s3:GetObject")


def test_an_endpoint_of_what_it_calls_passes() -> None:
    assert judge(CONTROL, function(), Role=INVOKES, Endpoint=RUNTIME, **NETWORK) is TRUE


def test_an_endpoint_for_each_service_passes() -> None:
    both = role(["bedrock:Retrieve", "bedrock:StartIngestionJob"])
    endpoints = {
        "Retrieval": endpoint("com.amazonaws.eu-central-1.bedrock-agent-runtime"),
        "Ingestion": endpoint("com.amazonaws.eu-central-1.bedrock-agent"),
    }
    assert judge(CONTROL, function(), Role=both, **endpoints, **NETWORK) is TRUE
    assert judge(CONTROL, function(), Role=both, Ingestion=endpoints["Ingestion"], **NETWORK) is FALSE


def test_a_function_that_calls_sagemaker_needs_its_endpoints() -> None:
    both = role(["sagemaker:CreateProcessingJob", "sagemaker:InvokeEndpoint"])
    endpoints = {
        "Api": endpoint("com.amazonaws.eu-central-1.sagemaker.api"),
        "Runtime": endpoint("com.amazonaws.eu-central-1.sagemaker.runtime"),
    }
    assert judge(CONTROL, function(), Role=both, **endpoints, **NETWORK) is TRUE
    assert judge(CONTROL, function(), Role=both, Api=endpoints["Api"], **NETWORK) is FALSE


def test_a_function_that_calls_no_model_needs_none() -> None:
    assert judge(CONTROL, function(), Role=NOTHING, **NETWORK) is TRUE


def test_no_endpoint_fails() -> None:
    assert judge(CONTROL, function(), Role=INVOKES, **NETWORK) is FALSE


def test_an_endpoint_of_another_service_fails() -> None:
    for service in ("bedrock", "bedrock-agent-runtime", "bedrock-runtime.evil"):
        other = endpoint(f"com.amazonaws.eu-central-1.{service}")
        assert judge(CONTROL, function(), Role=INVOKES, Endpoint=other, **NETWORK) is FALSE


def test_an_endpoint_of_another_network_fails() -> None:
    elsewhere = endpoint("com.amazonaws.eu-central-1.bedrock-runtime", "OtherVpc")
    assert judge(CONTROL, function(), Role=INVOKES, Endpoint=elsewhere, **NETWORK) is FALSE


def test_a_wildcard_calls_models() -> None:
    for action in ("*", "bedrock:*", "bedrock:Invoke*"):
        assert judge(CONTROL, function(), Role=role(action), **NETWORK) is FALSE


def test_a_policy_beside_the_role_counts() -> None:
    document = allow(Action="bedrock:InvokeModel", Resource="*")
    for kind, named in (("Policy", "Roles"), ("ManagedPolicy", "Roles"), ("RolePolicy", "RoleName")):
        policy = resource(f"AWS::IAM::{kind}", {named: {"Ref": "Role"}, "PolicyDocument": document})
        assert judge(CONTROL, function(), Role=NOTHING, Policy=policy, **NETWORK) is FALSE


def test_an_attached_policy_counts() -> None:
    of_aws = role("s3:GetObject", ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonBedrockFullAccess"])
    assert judge(CONTROL, function(), Role=of_aws, **NETWORK) is FALSE
    own = role("s3:GetObject", ManagedPolicyArns=[{"Ref": "Policy"}])
    policy = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": allow(Action="bedrock:InvokeModel")})
    assert judge(CONTROL, function(), Role=own, Policy=policy, **NETWORK) is FALSE


def test_a_policy_of_aws_for_the_network_calls_nothing() -> None:
    usual = ["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"]
    assert judge(CONTROL, function(), Role=role("s3:GetObject", ManagedPolicyArns=usual), **NETWORK) is TRUE


def test_a_role_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(ANYTHING), **NETWORK) is UNKNOWN


def test_an_endpoint_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, function(), Role=INVOKES, Endpoint=endpoint(ANYTHING), **NETWORK) is UNKNOWN


def test_subnets_outside_the_assembly_may_be_of_another_network() -> None:
    outside = function(subnets=["subnet-1"])
    assert judge(CONTROL, outside, Role=INVOKES, Endpoint=RUNTIME, **NETWORK) is UNKNOWN


def test_an_endpoint_in_the_very_subnets_is_in_the_same_network() -> None:
    outside = function(subnets=["subnet-1", "subnet-2"])
    for place, verdict in ((["subnet-1", "subnet-2", "subnet-3"], TRUE), (["subnet-1"], UNKNOWN)):
        there = resource(
            "AWS::EC2::VPCEndpoint",
            {"ServiceName": "com.amazonaws.eu-central-1.bedrock-runtime", "VpcId": "vpc-1", "SubnetIds": place},
        )
        assert judge(CONTROL, outside, Role=INVOKES, Endpoint=there) is verdict


def test_the_endpoint_of_a_network_outside_the_assembly_may_be_there() -> None:
    assert judge(CONTROL, function(subnets=["subnet-1"]), Role=INVOKES) is UNKNOWN


def test_a_function_outside_of_any_network_is_not_spoken_of() -> None:
    said = {"Role": {"Fn::GetAtt": ["Role", "Arn"]}}
    assert judge(CONTROL, resource("AWS::Lambda::Function", said), Role=INVOKES) is NOT_APPLICABLE
