"""Who may call a document clean."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_source_tags_locked import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, deny, judge, resource

TAGGING = ["s3:DeleteObjectTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:ReplicateTags"]
SCANNER = {"Fn::GetAtt": ["Scanner", "Arn"]}
BUCKET = resource("AWS::S3::Bucket")
AROUND = {
    "Scanner": resource("AWS::IAM::Role"),
    "Plan": resource(
        "AWS::GuardDuty::MalwareProtectionPlan", {"ProtectedResource": {"S3Bucket": {"BucketName": SUBJECT}}}
    ),
}


def policy(**statement: Any) -> dict[str, Any]:
    objects = {"Fn::Sub": "${Subject.Arn}/*"}
    lock = {
        "Principal": "*",
        "Action": TAGGING,
        "Resource": objects,
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": [SCANNER]}},
    }
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": deny(**{**lock, **statement})})


def test_a_lock_that_spares_the_scanner_passes() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(), **AROUND) is TRUE


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": TAGGING[:1]},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/one"}},
        {"Resource": {"Fn::Sub": "${Subject.Arn}/public/*"}},
        {"Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/*"]}}},
        {"Condition": {"ArnNotLike": {"aws:PrincipalArn": [SCANNER]}, "Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Allow"},
    ],
    ids=str,
)
def test_a_lock_with_a_hole_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(**statement), **AROUND) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET, **AROUND) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(Action=ANYTHING), **AROUND) is UNKNOWN


def test_a_bucket_that_is_not_scanned_is_not_spoken_of() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy()) is NOT_APPLICABLE


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::User")) is NOT_APPLICABLE
