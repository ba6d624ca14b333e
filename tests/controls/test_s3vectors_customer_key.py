"""Whose key encrypts vectors."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3vectors_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = resource("AWS::KMS::Key")
KEY_ARN = {"Fn::GetAtt": ["Key", "Arn"]}


def subject(key: Any, kind: str = "aws:kms") -> dict[str, Any]:
    return resource("AWS::S3Vectors::Index", {"EncryptionConfiguration": {"SseType": kind, "KmsKeyArn": key}})


def test_a_key_of_the_template_passes() -> None:
    assert judge(CONTROL, subject(KEY_ARN), Key=KEY) is TRUE


def test_the_aws_managed_key_fails() -> None:
    assert judge(CONTROL, subject("alias/aws/service")) is FALSE


def test_an_index_that_says_nothing_is_encrypted_as_its_bucket() -> None:
    own = {"EncryptionConfiguration": {"SseType": "aws:kms", "KmsKeyArn": KEY_ARN}}
    bucket, plain = resource("AWS::S3Vectors::VectorBucket", own), resource("AWS::S3Vectors::VectorBucket")
    index = resource("AWS::S3Vectors::Index", {"VectorBucketArn": {"Fn::GetAtt": ["Bucket", "VectorBucketArn"]}})
    assert judge(CONTROL, index, Bucket=bucket, Key=KEY) is TRUE
    assert judge(CONTROL, index, Bucket=plain) is FALSE
    assert judge(CONTROL, resource("AWS::S3Vectors::Index")) is UNKNOWN


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, subject(ANYTHING)) is UNKNOWN


def test_encryption_by_s3_alone_fails() -> None:
    assert judge(CONTROL, subject(KEY_ARN, kind="AES256"), Key=KEY) is FALSE


def test_a_vector_bucket_without_a_key_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::VectorBucket")) is FALSE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_a_bucket_that_has_a_name_and_no_key_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::VectorBucket", {"VectorBucketName": "vectors"})) is FALSE
