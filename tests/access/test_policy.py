"""What policies mean: the same words can open everything, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_ai_constructs.access.pattern import matches_glob
from secure_ai_constructs.controls import (
    data_policy_not_public,
    iam_actions_named,
    iam_invocation_guarded,
    iam_resources_named,
    iam_service_trust_sourced,
    kms_key_policy_sourced,
    s3_source_locked_to_readers,
    s3_tls_only,
    vpc_endpoint_policy,
)
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, allow, deny, judge, resource

NO_VALUE = {"Ref": "AWS::NoValue"}


def fnmatch_by_definition(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(fnmatch_by_definition(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and fnmatch_by_definition(pattern[1:], text[1:])


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_match_as_defined(pattern: str, text: str) -> None:
    assert matches_glob(pattern, text) is fnmatch_by_definition(pattern, text)


def test_forty_stars_are_matched_at_once() -> None:
    assert matches_glob("s3:" + "*a" * 40 + "z", "s3:" + "a" * 4000) is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, TRUE),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}, TRUE),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, TRUE),
        ({"StringEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}}}, TRUE),
        ({"StringEquals": {"s3:DataAccessPointAccount": "123456789012"}}, TRUE),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3/r-1/*"}}, TRUE),
        ({"StringEquals": {"aws:SourceVpce": ANYTHING}}, UNKNOWN),
        ({"StringEquals": {"aws:ResourceAccount": "123456789012"}}, FALSE),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, FALSE),
        ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, FALSE),
        ({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}, FALSE),
        ({"StringEquals": {"example:Unheard": "x"}}, UNKNOWN),
        ({"Bool": {"aws:SecureTransport": "true"}}, FALSE),
        ({"StringLike": {"aws:PrincipalArn": "*"}}, FALSE),
        ({"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/a", "*"]}}, FALSE),
        ({"StringNotEquals": {"aws:PrincipalAccount": "123456789012"}}, FALSE),
        ({"StringEqualsIfExists": {"aws:PrincipalAccount": "123456789012"}}, FALSE),
        ({"ForAllValues:StringEquals": {"aws:PrincipalAccount": "123456789012"}}, FALSE),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, FALSE),
        ({"StringEquals": {}}, FALSE),
        ({"StringEquals": {"aws:PrincipalAccount": NO_VALUE}}, FALSE),
    ],
)
def test_only_a_condition_that_leaves_some_callers_out_narrows(condition: Any, expected: object) -> None:
    document = allow(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::a/*", Condition=condition)
    policy = resource("AWS::S3::BucketPolicy", {"Bucket": "a", "PolicyDocument": document})
    assert judge(data_policy_not_public.CONTROL, policy) is expected


def test_allowing_everyone_but_somebody_is_public() -> None:
    document = allow(NotPrincipal={"AWS": "arn:aws:iam::123456789012:role/a"}, Action="s3:GetObject")
    assert (
        judge(data_policy_not_public.CONTROL, resource("AWS::S3::BucketPolicy", {"PolicyDocument": document})) is FALSE
    )


@pytest.mark.parametrize("kind", ["AWS::SNS::TopicInlinePolicy", "AWS::SQS::QueueInlinePolicy"])
def test_inline_resource_policies_are_judged_too(kind: str) -> None:
    policy = resource(kind, {"PolicyDocument": allow(Principal="*", Action="*")})
    assert judge(data_policy_not_public.CONTROL, policy) is FALSE


@pytest.mark.parametrize("action", ["s3:**", "s3:?*", "*:*", "KMS:*", "?*"])
def test_every_spelling_of_every_action_is_seen(action: str) -> None:
    policy = resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=action, Resource="*")})
    assert judge(iam_actions_named.CONTROL, policy) is FALSE


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("bedrock:Invoke*", "*"),
        ("s3:Get*", "arn:aws:s3:::*"),
        ("kms:De*", "**"),
        ("*", "?*"),
        ("kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/*"),
        ("kms:Decrypt", "arn:aws:kms:*:*:*"),
        ("bedrock:Retrieve", "arn:aws:bedrock:eu-central-1:123456789012:knowledge-base/*"),
    ],
)
def test_every_spelling_of_every_resource_is_seen(action: str, arn: str) -> None:
    policy = resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=action, Resource=arn)})
    assert judge(iam_resources_named.CONTROL, policy) is FALSE


def invoker(trusted: Any, **statement: Any) -> dict[str, Any]:
    trust = allow(Principal=trusted, Action="sts:AssumeRole")
    policies = [{"PolicyName": "Invoke", "PolicyDocument": allow(Resource="*", **statement)}]
    return resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust, "Policies": policies})


@pytest.mark.parametrize(
    ("trusted", "statement", "expected"),
    [
        ({"Service": "lambda.amazonaws.com"}, {"Action": "bedrock:Invoke*"}, FALSE),
        ({"Service": "lambda.amazonaws.com"}, {"NotAction": "iam:*"}, FALSE),
        ({"Service": ["bedrock.amazonaws.com", "lambda.amazonaws.com"]}, {"Action": "bedrock:InvokeModel"}, FALSE),
        ({"Service": "bedrock.amazonaws.com", "AWS": "123456789012"}, {"Action": "bedrock:InvokeModel"}, FALSE),
        ({"Service": "bedrock.amazonaws.com"}, {"Action": "bedrock:InvokeModel"}, NOT_APPLICABLE),
        (
            {"Service": "lambda.amazonaws.com"},
            {"Action": "bedrock:InvokeModel", "Condition": {"StringLike": {"bedrock:GuardrailIdentifier": "*"}}},
            FALSE,
        ),
    ],
)
def test_whoever_but_bedrock_invokes_needs_the_guardrail(trusted: Any, statement: Any, expected: object) -> None:
    assert judge(iam_invocation_guarded.CONTROL, invoker(trusted, **statement)) is expected


def test_a_managed_policy_of_a_knowledge_base_s_role_is_for_bedrock() -> None:
    grant = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": allow(Action="bedrock:InvokeModel", Resource="a")})
    trust = allow(Principal={"Service": "bedrock.amazonaws.com"}, Action="sts:AssumeRole")
    role = resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust, "ManagedPolicyArns": [SUBJECT]})
    assert judge(iam_invocation_guarded.CONTROL, grant, Role=role) is NOT_APPLICABLE


BUCKET = resource("AWS::S3::Bucket", {"BucketName": {"Fn::Sub": "docs-${AWS::AccountId}"}})
OBJECTS = {"Fn::Sub": "arn:${AWS::Partition}:s3:::docs-${AWS::AccountId}/*"}
TLS = {"Bool": {"aws:SecureTransport": "false"}}
TLS_12 = {"NumericLessThan": {"s3:TlsVersion": 1.2}}


def tls(first: Any, second: Any = TLS_12, **changes: Any) -> dict[str, Any]:
    base = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": OBJECTS, **changes}
    listed = [{**base, "Condition": one} for one in (first, second) if one]
    name = {"Fn::Sub": "docs-${AWS::AccountId}"}
    return resource("AWS::S3::BucketPolicy", {"Bucket": name, "PolicyDocument": {"Statement": listed}})


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (tls(TLS), TRUE),
        (tls({"BoolIfExists": {"aws:SecureTransport": "false"}}, {"NumericLessThan": {"s3:TlsVersion": "1.3"}}), TRUE),
        (tls({**TLS, **TLS_12}, None), FALSE),
        (tls({**TLS, "BoolIfExists": {"aws:SecureTransport": "true"}}), FALSE),
        (tls({**TLS, "StringEquals": {"aws:SourceVpc": "vpc-1"}}), FALSE),
        (tls(TLS, Action="s3:GetObject"), FALSE),
        (tls(TLS, Resource={"Fn::Sub": "${Subject.Arn}/public/*"}), FALSE),
    ],
)
def test_a_bucket_refuses_old_tls_for_everyone_everywhere_or_not_at_all(policy: Any, expected: object) -> None:
    assert judge(s3_tls_only.CONTROL, BUCKET, Policy=policy) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"}}, TRUE),
        ({"ArnNotEqualsIfExists": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"}}, TRUE),
        ({"StringNotLike": {"aws:PrincipalArn": "*"}}, FALSE),
        ({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/a", "*"]}}, FALSE),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:*"}}, FALSE),
        (
            {
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
            FALSE,
        ),
        (
            {
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/x"},
            },
            FALSE,
        ),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"}, **TLS}, FALSE),
    ],
)
def test_a_lock_names_principals_and_asks_for_nothing_else(condition: Any, expected: object) -> None:
    source = {"DataSourceConfiguration": {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}}
    document = deny(Principal="*", Action="s3:*", Resource={"Fn::Sub": "${Subject.Arn}/*"}, Condition=condition)
    others = {
        "Source": resource("AWS::Bedrock::DataSource", source),
        "Policy": resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": document}),
    }
    assert judge(s3_source_locked_to_readers.CONTROL, resource("AWS::S3::Bucket"), **others) is expected


def test_a_source_of_wildcards_names_nobody() -> None:
    anyone = {"StringLike": {"aws:SourceAccount": "*"}, "ArnLike": {"aws:SourceArn": "*"}}
    statement = {"Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": anyone}
    role = resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": allow(**statement)})
    key = resource("AWS::KMS::Key", {"KeyPolicy": allow(**{**statement, "Action": "kms:Decrypt", "Resource": "*"})})
    assert judge(iam_service_trust_sourced.CONTROL, role) is FALSE
    assert judge(kms_key_policy_sourced.CONTROL, key) is FALSE


def test_denying_a_service_needs_no_source() -> None:
    both = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:TagSession"},
            {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"},
        ],
    }
    assert (
        judge(iam_service_trust_sourced.CONTROL, resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": both})) is TRUE
    )


@pytest.mark.parametrize("arn", ["*", "arn:aws:s3:::*"])
def test_an_endpoint_that_asks_for_tls_alone_is_open(arn: str) -> None:
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    document = allow(Principal="*", Action="*", Resource=arn, Condition=condition)
    endpoint = resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface", "PolicyDocument": document})
    assert judge(vpc_endpoint_policy.CONTROL, endpoint) is FALSE


@pytest.mark.parametrize(
    "attached",
    [
        {"Roles": [{"Ref": "Role"}, "another-role"]},
        {"Roles": [{"Ref": "Role"}], "Users": ["somebody"]},
        {"Roles": [{"Ref": "Role"}], "Groups": ["everybody"]},
    ],
)
def test_a_policy_that_others_share_with_bedrock_s_role_needs_the_guardrail(attached: dict[str, Any]) -> None:
    document = allow(Action="bedrock:InvokeModel", Resource="arn:aws:bedrock:a::foundation-model/m")
    trust = allow(Principal={"Service": "bedrock.amazonaws.com"}, Action="sts:AssumeRole")
    role = resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust})
    policy = resource("AWS::IAM::Policy", {"PolicyDocument": document, **attached})
    assert judge(iam_invocation_guarded.CONTROL, policy, Role=role) is FALSE


def test_a_role_with_a_wide_managed_policy_names_no_actions() -> None:
    role = resource("AWS::IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
    assert judge(iam_actions_named.CONTROL, role) is FALSE


def test_a_trust_written_with_pseudo_parameters_passes() -> None:
    source = {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:aws:bedrock:${AWS::Region}:${AWS::AccountId}:knowledge-base/*"}},
    }
    statement = {"Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": source}
    role = resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": allow(**statement)})
    assert judge(iam_service_trust_sourced.CONTROL, role) is TRUE


def test_an_endpoint_may_be_narrowed_to_resources_of_an_account() -> None:
    condition = {"StringEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}}
    document = allow(Principal="*", Action="*", Resource="*", Condition=condition)
    endpoint = resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface", "PolicyDocument": document})
    assert judge(vpc_endpoint_policy.CONTROL, endpoint) is TRUE
