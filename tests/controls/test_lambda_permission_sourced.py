"""For whom a service may call a function."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.lambda_permission_sourced import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def permission(principal: Any = "events.amazonaws.com", **source: Any) -> dict[str, Any]:
    said = {"FunctionName": "f", "Action": "lambda:InvokeFunction", "Principal": principal}
    return resource("AWS::Lambda::Permission", {**said, **source})


def test_the_account_passes() -> None:
    assert judge(CONTROL, permission(SourceAccount={"Ref": "AWS::AccountId"})) is TRUE


def test_an_arn_with_an_account_passes() -> None:
    assert judge(CONTROL, permission(SourceArn="arn:aws:events:eu-central-1:123456789012:rule/nightly")) is TRUE
    own = {"Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:abc/*/GET/"}
    assert judge(CONTROL, permission(SourceArn=own)) is TRUE


def test_a_rule_of_the_assembly_passes() -> None:
    rule = resource("AWS::Events::Rule")
    assert judge(CONTROL, permission(SourceArn={"Fn::GetAtt": ["Rule", "Arn"]}), Rule=rule) is TRUE


def test_nothing_fails() -> None:
    assert judge(CONTROL, permission()) is FALSE
    assert judge(CONTROL, permission(SourceAccount="", SourceArn={"Ref": "AWS::NoValue"})) is FALSE


def test_an_arn_of_any_account_fails() -> None:
    for account in ("*", "1*", "?23456789012", ""):
        assert judge(CONTROL, permission(SourceArn=f"arn:aws:events:eu-central-1:{account}:rule/nightly")) is FALSE


def test_a_rule_of_that_name_in_any_account_fails() -> None:
    anywhere = {"Fn::Sub": "arn:aws:events:*:*:rule/${Rule}"}
    assert judge(CONTROL, permission(SourceArn=anywhere), Rule=resource("AWS::Events::Rule")) is FALSE


def test_a_bucket_alone_fails_because_its_name_may_become_anothers() -> None:
    bucket = resource("AWS::S3::Bucket")
    named = permission("s3.amazonaws.com", SourceArn="arn:aws:s3:::documents")
    assert judge(CONTROL, named) is FALSE
    referred = permission("s3.amazonaws.com", SourceArn={"Fn::GetAtt": ["Bucket", "Arn"]})
    assert judge(CONTROL, referred, Bucket=bucket) is FALSE
    both = permission("s3.amazonaws.com", SourceArn={"Fn::GetAtt": ["Bucket", "Arn"]}, SourceAccount="123456789012")
    assert judge(CONTROL, both, Bucket=bucket) is TRUE


def test_a_service_of_another_partition_is_one() -> None:
    assert judge(CONTROL, permission("events.amazonaws.com.cn")) is FALSE
    assert judge(CONTROL, permission({"Fn::Sub": "sns.${AWS::URLSuffix}"})) is FALSE


def test_a_source_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, permission(SourceArn=ANYTHING)) is UNKNOWN


def test_an_account_that_deployment_may_leave_out_is_unknown() -> None:
    maybe = {"Fn::If": ["Maybe", {"Ref": "AWS::AccountId"}, {"Ref": "AWS::NoValue"}]}
    assert judge(CONTROL, permission(SourceAccount=maybe)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, permission("arn:aws:iam::123456789012:role/caller")) is NOT_APPLICABLE


def test_everybody_fails_unless_he_is_of_the_organization() -> None:
    assert judge(CONTROL, permission("*")) is FALSE
    assert judge(CONTROL, permission("*", PrincipalOrgID="o-1234567890")) is TRUE


def test_an_address_asks_for_a_signature() -> None:
    for said, verdict in (("AWS_IAM", TRUE), ("NONE", FALSE), (ANYTHING, UNKNOWN)):
        assert judge(CONTROL, resource("AWS::Lambda::Url", {"TargetFunctionArn": "f", "AuthType": said})) is verdict
