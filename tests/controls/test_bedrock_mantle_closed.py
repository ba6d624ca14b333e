"""Whether there is a way to the models that nobody logs."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_mantle_closed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource


def endpoint(service: Any) -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"ServiceName": service})


def policy(**statement: Any) -> dict[str, Any]:
    return resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": allow(Resource="*", **statement)})


def test_the_logged_endpoint_passes() -> None:
    assert judge(CONTROL, endpoint("com.amazonaws.eu-central-1.bedrock-runtime")) is TRUE


def test_the_other_endpoint_fails() -> None:
    assert judge(CONTROL, endpoint("com.amazonaws.eu-central-1.bedrock-mantle")) is FALSE
    assert judge(CONTROL, endpoint({"Fn::Sub": "com.amazonaws.${AWS::Region}.bedrock-mantle-fips"})) is FALSE


def test_an_endpoint_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, endpoint(ANYTHING)) is UNKNOWN


def test_a_project_fails() -> None:
    assert judge(CONTROL, resource("AWS::BedrockMantle::Project")) is FALSE


def test_a_permission_on_bedrock_passes() -> None:
    assert judge(CONTROL, policy(Action=["bedrock:InvokeModel", "bedrock:*"])) is TRUE


def test_a_permission_to_infer_fails() -> None:
    assert judge(CONTROL, policy(Action="bedrock-mantle:CreateInference")) is FALSE


def test_a_wildcard_covers_it() -> None:
    for action in ("*", "bedrock*", "Bedrock-Mantle:*", "bedrock-mantle:Create*"):
        assert judge(CONTROL, policy(Action=["s3:GetObject", action])) is FALSE


def test_everything_but_something_else_covers_it() -> None:
    assert judge(CONTROL, policy(NotAction="iam:*")) is FALSE
    assert judge(CONTROL, policy(NotAction="bedrock-mantle:*")) is TRUE


def test_a_second_statement_counts() -> None:
    document = {
        "Statement": [*allow(Action="s3:GetObject")["Statement"], *allow(Action="bedrock-mantle:*")["Statement"]]
    }
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": document})) is FALSE


def test_a_denial_passes() -> None:
    document = deny(Action="bedrock-mantle:*", Resource="*")
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": document})) is TRUE


def test_an_inline_policy_of_a_user_counts() -> None:
    policies = [{"PolicyName": "P", "PolicyDocument": allow(Action="bedrock-mantle:*", Resource="*")}]
    assert judge(CONTROL, resource("AWS::IAM::User", {"Policies": policies})) is FALSE


def test_a_policy_of_aws_that_opens_it_fails() -> None:
    for name in ("AmazonBedrockMantleFullAccess", "AmazonBedrockMantleInferenceAccess"):
        role = resource("AWS::IAM::Role", {"ManagedPolicyArns": [f"arn:aws:iam::aws:policy/{name}"]})
        assert judge(CONTROL, role) is FALSE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(Action=ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
