"""Whose key encrypts a bucket."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

KEY = resource("AWS::KMS::Key")
KEY_ARN = {"Fn::GetAtt": ["Key", "Arn"]}


def bucket(algorithm: Any = "aws:kms", key: Any = KEY_ARN) -> dict[str, Any]:
    by_default = {"SSEAlgorithm": algorithm, "KMSMasterKeyID": key}
    encryption = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": by_default}]}
    return resource("AWS::S3::Bucket", {"BucketEncryption": encryption})


LOGGED = resource("AWS::S3::Bucket", {"LoggingConfiguration": {"DestinationBucketName": SUBJECT}})


def test_a_key_of_the_template_passes() -> None:
    assert judge(CONTROL, bucket(), Key=KEY) is TRUE


def test_a_key_of_another_stack_passes() -> None:
    assert judge(CONTROL, bucket(key="arn:aws:kms:eu-central-1:123456789012:key/0b4e")) is TRUE


def test_the_aws_managed_key_fails() -> None:
    assert judge(CONTROL, bucket(key="alias/aws/s3")) is FALSE


def test_encryption_by_s3_alone_fails() -> None:
    assert judge(CONTROL, bucket(algorithm="AES256")) is FALSE


def test_no_encryption_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, bucket(key=ANYTHING)) is UNKNOWN


def test_a_log_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, bucket(), Logged=LOGGED, Key=KEY) is NOT_APPLICABLE


def test_a_bucket_that_logs_to_itself_is_judged_all_the_same() -> None:
    itself = {"LoggingConfiguration": {"DestinationBucketName": SUBJECT}}
    assert judge(CONTROL, resource("AWS::S3::Bucket", itself)) is FALSE
