"""Whether logs lie in the clear."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_log_bucket_encrypted import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource


def bucket(algorithm: Any) -> dict[str, Any]:
    by_default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
    return resource("AWS::S3::Bucket", {"BucketEncryption": {"ServerSideEncryptionConfiguration": [by_default]}})


LOGGED = resource("AWS::S3::Bucket", {"LoggingConfiguration": {"DestinationBucketName": SUBJECT}})
TRAIL = resource("AWS::CloudTrail::Trail", {"S3BucketName": SUBJECT})


def test_an_encrypted_log_bucket_passes() -> None:
    assert judge(CONTROL, bucket("AES256"), Logged=LOGGED) is TRUE


def test_a_log_bucket_without_encryption_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Logged=LOGGED) is FALSE


def test_a_trail_bucket_without_encryption_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Trail=TRAIL) is FALSE


def test_an_algorithm_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, bucket(ANYTHING), Trail=TRAIL) is UNKNOWN


def test_a_bucket_that_receives_no_logs_is_not_spoken_of() -> None:
    assert judge(CONTROL, bucket("AES256")) is NOT_APPLICABLE
