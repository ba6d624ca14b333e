"""Whether reads leave a trace."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_access_logged import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource


def bucket(target: Any) -> dict[str, Any]:
    return resource("AWS::S3::Bucket", {"LoggingConfiguration": {"DestinationBucketName": target}})


MAYBE = {"Fn::If": ["Maybe", "logs", {"Ref": "AWS::NoValue"}]}


def test_a_logged_bucket_passes() -> None:
    assert judge(CONTROL, bucket("logs")) is TRUE


def test_an_unlogged_bucket_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is FALSE


def test_logging_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, bucket(MAYBE)) is UNKNOWN


def test_a_log_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Logged=bucket(SUBJECT)) is NOT_APPLICABLE
