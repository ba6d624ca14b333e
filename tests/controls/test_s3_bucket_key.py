"""Whether reading many objects asks KMS as many times."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_bucket_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def bucket(algorithm: str = "aws:kms", **rule: Any) -> dict[str, Any]:
    by_default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
    rules = [{**by_default, **rule}]
    return resource("AWS::S3::Bucket", {"BucketEncryption": {"ServerSideEncryptionConfiguration": rules}})


def test_a_bucket_key_passes() -> None:
    assert judge(CONTROL, bucket(BucketKeyEnabled=True)) is TRUE


@pytest.mark.parametrize("rule", [{}, {"BucketKeyEnabled": False}], ids=str)
def test_none_fails(rule: dict[str, Any]) -> None:
    assert judge(CONTROL, bucket(**rule)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, bucket(BucketKeyEnabled=ANYTHING)) is UNKNOWN


@pytest.mark.parametrize("algorithm", ["AES256", "aws:kms:dsse"])
def test_where_s3_takes_none_it_is_not_asked_for(algorithm: str) -> None:
    assert judge(CONTROL, bucket(algorithm)) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
