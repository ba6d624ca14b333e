"""Whether what was approved can be replaced at its place."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_weights_written_once import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

BUCKET = resource("AWS::S3::Bucket")
WEIGHTS = {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Subject}/fraud/model.tar.gz"}}}
MODEL = resource("AWS::SageMaker::Model", WEIGHTS)
NEVER_DELETED = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    "Resource": {"Fn::Sub": "${Subject.Arn}/*"},
}
REPLACES = {"Null": {"s3:if-none-match": "true"}}
CREATES = {"Bool": {"s3:ObjectCreationOperation": "true"}}


def policy(condition: Any, **changes: Any) -> dict[str, Any]:
    base = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": {"Fn::Sub": "${Subject.Arn}/*"}}
    document = {"Statement": [{**base, "Condition": condition, **changes}, NEVER_DELETED]}
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": document})


@pytest.mark.parametrize("condition", [{**REPLACES, **CREATES}, REPLACES, {"Null": {"s3:if-none-match": ["true"]}}])
def test_refusing_uploads_that_could_replace_passes(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=policy(condition)) is TRUE


@pytest.mark.parametrize(
    "condition",
    [
        {},
        CREATES,
        {"Null": {"s3:if-none-match": "false"}},
        {**REPLACES, "Bool": {"s3:ObjectCreationOperation": "false"}},
        {**REPLACES, "StringEquals": {"aws:PrincipalTag/team": "guests"}},
        {"Null": {"s3:if-none-match": "true", "s3:if-match": "true"}},
    ],
)
def test_refusing_less_fails(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=policy(condition)) is FALSE


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Allow"},
        {"Action": "s3:GetObject"},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/one"}},
        {"Resource": {"Fn::Sub": "${Subject.Arn}/fraud/*"}},
    ],
)
def test_refusing_some_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=policy({**REPLACES, **CREATES}, **changes)) is FALSE


@pytest.mark.parametrize(
    "changes",
    [
        {"Action": "s3:DeleteObject"},
        {"Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "models"}}},
        {"Resource": {"Fn::Sub": "${Subject.Arn}/fraud/*"}},
    ],
)
def test_what_can_be_deleted_can_be_written_again(changes: dict[str, Any]) -> None:
    once = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": {"Fn::Sub": "${Subject.Arn}/*"}}
    document = {"Statement": [{**once, "Condition": {**REPLACES, **CREATES}}, {**NEVER_DELETED, **changes}]}
    guard = resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": document})
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=guard) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET, Model=MODEL) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=policy(ANYTHING)) is UNKNOWN
    assert judge(CONTROL, BUCKET, Model=MODEL, Policy=policy({"Null": {"s3:if-none-match": ANYTHING}})) is UNKNOWN


def test_a_bucket_without_weights_is_not_spoken_of() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(REPLACES)) is NOT_APPLICABLE
