"""Whether a resource policy is open to the world."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.controls.data_policy_not_public import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource


def bucket_policy(**statement: Any) -> dict[str, Any]:
    return resource("AWS::S3::BucketPolicy", {"Bucket": "claims", "PolicyDocument": allow(**statement)})


def test_a_named_principal_passes() -> None:
    assert (
        judge(CONTROL, bucket_policy(Principal={"AWS": "arn:aws:iam::123456789012:role/reader"}, Action="s3:GetObject"))
        is TRUE
    )


def test_everybody_without_a_condition_fails() -> None:
    assert judge(CONTROL, bucket_policy(Principal="*", Action="s3:GetObject")) is FALSE


def test_everybody_as_an_aws_principal_fails() -> None:
    assert (
        judge(CONTROL, bucket_policy(Principal={"AWS": ["arn:aws:iam::123456789012:root", "*"]}, Action="s3:GetObject"))
        is FALSE
    )


def test_everybody_under_a_condition_passes() -> None:
    assert (
        judge(CONTROL, bucket_policy(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})) is TRUE
    )


def test_a_log_group_that_everybody_reads_fails() -> None:
    opened = allow(Principal={"AWS": "*"}, Action="logs:GetLogEvents", Resource="*")
    assert judge(CONTROL, resource("AWS::Logs::LogGroup", {"ResourcePolicyDocument": opened})) is FALSE
    assert judge(CONTROL, resource("AWS::Logs::ResourcePolicy", {"PolicyDocument": json.dumps(opened)})) is FALSE


def test_a_key_open_to_everybody_fails() -> None:
    assert (
        judge(
            CONTROL, resource("AWS::KMS::Key", {"KeyPolicy": allow(Principal="*", Action="kms:Decrypt", Resource="*")})
        )
        is FALSE
    )


def test_a_secret_open_to_everybody_fails() -> None:
    document = allow(Principal={"AWS": "*"}, Action="secretsmanager:GetSecretValue", Resource="*")
    for said in (document, json.dumps(document)):
        policy = resource("AWS::SecretsManager::ResourcePolicy", {"SecretId": "claims", "ResourcePolicy": said})
        assert judge(CONTROL, policy) is FALSE


def test_a_secret_of_a_named_principal_passes() -> None:
    document = allow(Principal={"AWS": "arn:aws:iam::123456789012:role/reader"}, Action="secretsmanager:*")
    policy = resource("AWS::SecretsManager::ResourcePolicy", {"SecretId": "claims", "ResourcePolicy": document})
    assert judge(CONTROL, policy) is TRUE


def test_a_denial_to_everybody_passes() -> None:
    assert (
        judge(CONTROL, resource("AWS::S3Vectors::VectorBucketPolicy", {"Policy": deny(Principal="*", Action="*")}))
        is TRUE
    )


def test_a_principal_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, bucket_policy(Principal=ANYTHING, Action="s3:GetObject")) is UNKNOWN


def test_an_identity_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action="*")})) is NOT_APPLICABLE


def test_a_role_of_that_name_in_any_account_is_anybody() -> None:
    for pattern in ("*:role/KbReader", "arn:aws:iam::*role/KbReader", "arn:*:iam::123456789012:role/x"):
        anyone = bucket_policy(Principal="*", Condition={"StringLike": {"aws:PrincipalArn": [pattern]}})
        assert judge(CONTROL, anyone) is FALSE
    ours = {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/kb-*"}}
    assert judge(CONTROL, bucket_policy(Principal="*", Condition=ours)) is TRUE


def test_what_anybody_can_bring_about_is_open_to_anybody() -> None:
    for condition in (
        {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}},
        {"StringLike": {"aws:SourceIp": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs-*"}},
    ):
        assert judge(CONTROL, bucket_policy(Principal="*", Condition=condition)) is FALSE
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    assert judge(CONTROL, bucket_policy(Principal="*", Condition=office)) is TRUE


def test_a_statement_that_a_loop_completes_is_unknown() -> None:
    looped = {"Version": "2012-10-17", "Fn::ForEach::Teams": ["Team", ["a"], {"Statement": []}]}
    assert judge(CONTROL, resource("AWS::S3::BucketPolicy", {"PolicyDocument": looped})) is UNKNOWN


def test_whatever_has_a_policy_of_its_own_is_asked() -> None:
    everybody = allow(Principal="*", Action="*", Resource="*")
    for kind, properties in (
        ("AWS::Backup::BackupVault", {"AccessPolicy": everybody}),
        ("AWS::DynamoDB::Table", {"ResourcePolicy": {"PolicyDocument": everybody}}),
        ("AWS::ECR::RegistryPolicy", {"PolicyText": everybody}),
        ("AWS::EFS::FileSystem", {"FileSystemPolicy": everybody}),
        ("AWS::S3::MultiRegionAccessPointPolicy", {"Policy": everybody}),
        ("AWS::S3Express::BucketPolicy", {"PolicyDocument": everybody}),
        ("AWS::S3ObjectLambda::AccessPointPolicy", {"PolicyDocument": everybody}),
        ("AWS::S3Tables::TableBucketPolicy", {"ResourcePolicy": everybody}),
        ("AWS::ECR::Repository", {"RepositoryPolicyText": everybody}),
        ("AWS::IAM::Role", {"AssumeRolePolicyDocument": everybody}),
        ("AWS::OpenSearchService::Domain", {"AccessPolicies": everybody}),
        ("AWS::S3::AccessPoint", {"Policy": everybody}),
        ("AWS::SageMaker::ModelPackageGroup", {"ModelPackageGroupPolicy": everybody}),
    ):
        assert judge(CONTROL, resource(kind, properties)) is FALSE
        assert judge(CONTROL, resource(kind)) is NOT_APPLICABLE


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}},
        {"StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::claims/*"}},
        {"StringEquals": {"aws:PrincipalType": "AssumedRole"}},
    ],
    ids=str,
)
def test_what_anybody_can_meet_narrows_nothing(condition: dict[str, Any]) -> None:
    document = allow(Principal="*", Action="kms:Decrypt", Resource="*", Condition=condition)
    assert judge(CONTROL, resource("AWS::KMS::Key", {"KeyPolicy": document})) is FALSE
