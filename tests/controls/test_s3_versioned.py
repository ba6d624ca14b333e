"""Whether an overwritten document can be brought back."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_versioned import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def bucket(status: Any) -> dict[str, Any]:
    return resource("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": status}})


def test_a_versioned_bucket_passes() -> None:
    assert judge(CONTROL, bucket("Enabled")) is TRUE


def test_suspended_versioning_fails() -> None:
    assert judge(CONTROL, bucket("Suspended")) is FALSE


def test_no_versioning_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is FALSE


def test_versioning_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, bucket(ANYTHING)) is UNKNOWN


def test_a_table_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3Tables::TableBucket")) is NOT_APPLICABLE
