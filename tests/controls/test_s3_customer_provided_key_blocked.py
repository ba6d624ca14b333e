"""Whether a writer can lock the owner out of his own objects."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_customer_provided_key_blocked import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def bucket(types: Any) -> dict[str, Any]:
    rule = {"BlockedEncryptionTypes": {"EncryptionType": types}}
    encryption = {"ServerSideEncryptionConfiguration": [rule]}
    return resource("AWS::S3::Bucket", {"BucketEncryption": encryption})


def test_a_block_passes() -> None:
    assert judge(CONTROL, bucket(["SSE-C"])) is TRUE


def test_no_block_fails() -> None:
    assert judge(CONTROL, bucket(["NONE"])) is FALSE
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, bucket(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::User")) is NOT_APPLICABLE
