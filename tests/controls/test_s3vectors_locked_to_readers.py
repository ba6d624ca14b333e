"""Who else reads embeddings."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3vectors_locked_to_readers import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, deny, judge, resource

BUCKET = resource("AWS::S3Vectors::VectorBucket")
LOCK = {
    "Principal": "*",
    "Action": ["s3vectors:GetVectors", "s3vectors:QueryVectors"],
    "Resource": {"Fn::Sub": "${Subject.VectorBucketArn}/index/*"},
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/reader"]}},
}


def policy(**changes: Any) -> dict[str, Any]:
    arn = {"Fn::GetAtt": ["Subject", "VectorBucketArn"]}
    properties = {"VectorBucketArn": arn, "Policy": deny(**{**LOCK, **changes})}
    return resource("AWS::S3Vectors::VectorBucketPolicy", properties)


def test_a_denial_to_all_but_named_principals_passes() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy()) is TRUE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET) is FALSE


def test_a_denial_of_listing_alone_fails() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(Action="s3vectors:ListVectors")) is FALSE


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::123456789012:*",
        "arn:aws:iam::123456789012:*/*",
        "arn:aws:iam::123456789012:role/*",
        "arn:aws:iam::123456789012:role/*/*",
        "arn:aws:iam::123456789012:role/*a*",
        "arn:aws:iam::*:role/reader",
        "*:role/reader",
        "*role*",
        "*",
    ],
)
def test_patterns_of_principals_are_no_names(arn: str) -> None:
    for operator in ("ArnNotLike", "StringNotLike"):
        wide = policy(Condition={operator: {"aws:PrincipalArn": arn}})
        assert judge(CONTROL, BUCKET, Policy=wide) is FALSE


def test_the_beginning_of_a_name_is_one() -> None:
    people = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Stewards_*"
    named = policy(Condition={"ArnNotLike": {"aws:PrincipalArn": people}})
    assert judge(CONTROL, BUCKET, Policy=named) is TRUE


def test_every_index_but_one_fails() -> None:
    rest = policy(Resource={"Ref": "AWS::NoValue"}, NotResource={"Fn::Sub": "${Subject.VectorBucketArn}/index/open"})
    assert judge(CONTROL, BUCKET, Policy=rest) is FALSE


def test_the_indexes_of_another_bucket_fail() -> None:
    other = "arn:aws:s3vectors:eu-central-1:123456789012:bucket/another/index/*"
    assert judge(CONTROL, BUCKET, Policy=policy(Resource=other)) is FALSE
    assert judge(CONTROL, BUCKET, Policy=policy(Resource="*")) is TRUE


def test_sparing_everyone_fails() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(Condition={"ArnNotLike": {"aws:PrincipalArn": "*"}})) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(Condition=ANYTHING)) is UNKNOWN


def test_an_index_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::Index")) is NOT_APPLICABLE
