"""Whether a password opens the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.iam_no_bearer_token import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth


def policy(document: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": document})


def allowing(**statement: Any) -> dict[str, Any]:
    return policy(allow(Resource="*", **statement))


def test_calls_that_are_signed_pass() -> None:
    assert judge(CONTROL, allowing(Action=["bedrock:InvokeModel", "iam:GetUser"])) is TRUE


def test_a_key_of_either_way_fails() -> None:
    for action in ("bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken"):
        assert judge(CONTROL, allowing(Action=["bedrock:InvokeModel", action])) is FALSE


def test_whoever_may_create_keys_fails() -> None:
    assert judge(CONTROL, allowing(Action="iam:CreateServiceSpecificCredential")) is FALSE


def test_a_wildcard_covers_it() -> None:
    for action in ("*", "bedrock:*", "BEDROCK:call*", "iam:Create*", "bedrock:CallWithBearerToke?"):
        assert judge(CONTROL, allowing(Action=action)) is FALSE


def test_everything_but_something_else_covers_it() -> None:
    assert judge(CONTROL, allowing(NotAction=["iam:*", "bedrock:*"])) is FALSE
    assert judge(CONTROL, allowing(NotAction=["iam:*", "bedrock*"])) is TRUE


def test_a_second_statement_counts() -> None:
    key = allow(Action="bedrock:CallWithBearerToken", Resource="*")["Statement"]
    assert judge(CONTROL, policy({"Statement": [*allow(Action="s3:GetObject")["Statement"], *key]})) is FALSE


def test_a_denial_passes() -> None:
    assert judge(CONTROL, policy(deny(Action="bedrock:CallWithBearerToken", Resource="*"))) is TRUE


def test_a_denial_beside_an_allowing_wildcard_does_not_excuse_it() -> None:
    both = [*deny(Action="bedrock:CallWithBearerToken")["Statement"], *allow(Action="*")["Statement"]]
    assert judge(CONTROL, policy({"Statement": both})) is FALSE


def test_an_inline_policy_counts() -> None:
    inline = [{"PolicyName": "P", "PolicyDocument": allow(Action="bedrock:*", Resource="*")}]
    assert judge(CONTROL, resource("AWS::IAM::Role", {"Policies": inline})) is FALSE


def test_a_policy_of_aws_that_allows_keys_fails() -> None:
    for name in ("AmazonBedrockLimitedAccess", "IAMFullAccess"):
        group = resource("AWS::IAM::Group", {"ManagedPolicyArns": [f"arn:aws:iam::aws:policy/{name}"]})
        assert judge(CONTROL, group) is FALSE


def test_a_policy_of_aws_for_logs_passes() -> None:
    logs = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
    assert judge(CONTROL, resource("AWS::IAM::Role", {"ManagedPolicyArns": logs})) is TRUE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, allowing(Action=ANYTHING)) is UNKNOWN


def test_a_document_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(ANYTHING)) is UNKNOWN


def test_a_bucket_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::BucketPolicy")) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("denied", "verdict"),
    [("bedrock:CallWithBearerToken", TRUE), ("bedrock:InvokeModel", FALSE)],
)
def test_what_is_denied_is_not_allowed_by_a_wildcard(denied: str, verdict: Truth) -> None:
    document = allow(Action="bedrock:*", Resource="*")
    document["Statement"] += deny(Action=denied, Resource="*")["Statement"]
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": document})) is verdict
