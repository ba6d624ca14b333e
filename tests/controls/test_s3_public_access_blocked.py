"""Whether a bucket can become public."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_public_access_blocked import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def bucket(**changes: Any) -> dict[str, Any]:
    block = {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    return resource("AWS::S3::Bucket", {"PublicAccessBlockConfiguration": {**block, **changes}})


def test_all_four_settings_pass() -> None:
    assert judge(CONTROL, bucket()) is TRUE


def test_settings_written_as_strings_pass() -> None:
    assert judge(CONTROL, bucket(BlockPublicAcls="true")) is TRUE


def test_one_setting_off_fails() -> None:
    assert judge(CONTROL, bucket(RestrictPublicBuckets=False)) is FALSE


def test_no_settings_fail() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is FALSE


def test_a_setting_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, bucket(BlockPublicPolicy=ANYTHING)) is UNKNOWN


def test_a_vector_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::VectorBucket")) is NOT_APPLICABLE
