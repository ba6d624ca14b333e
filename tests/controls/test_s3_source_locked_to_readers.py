"""Who else reads the documents of a knowledge base."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_source_locked_to_readers import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, deny, judge, resource

BUCKET = resource("AWS::S3::Bucket")
SOURCE = resource(
    "AWS::Bedrock::DataSource",
    {"DataSourceConfiguration": {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}},
)
LOCK = {
    "Principal": "*",
    "Action": ["s3:Delete*", "s3:Get*", "s3:PutObject"],
    "Resource": {"Fn::Sub": "${Subject.Arn}/*"},
    "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/reader"]}},
}


def policy(**changes: Any) -> dict[str, Any]:
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": deny(**{**LOCK, **changes})})


def test_a_denial_to_all_but_named_principals_passes() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy()) is TRUE


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
        assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=wide) is FALSE


def test_the_beginning_of_a_name_is_one() -> None:
    people = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Stewards_*"
    named = policy(Condition={"ArnNotLike": {"aws:PrincipalArn": people}})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=named) is TRUE


def test_older_versions_must_be_denied_as_well() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Action="s3:GetObject")) is FALSE


def test_writing_and_deleting_must_be_denied_as_well() -> None:
    for action in (["s3:Get*", "s3:PutObject"], ["s3:Get*", "s3:Delete*"]):
        assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Action=action)) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE) is FALSE


def test_a_denial_of_something_else_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Action="s3:PutObject")) is FALSE


def test_a_denial_on_another_bucket_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Resource="arn:aws:s3:::other/*")) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Condition=ANYTHING)) is UNKNOWN


def test_a_policy_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy={**policy(), "Condition": "Maybe"}) is UNKNOWN


def test_a_bucket_without_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, BUCKET) is NOT_APPLICABLE


def test_a_bucket_of_weights_is_spoken_of() -> None:
    weights = {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Subject}/fraud/model.tar.gz"}}}
    model = resource("AWS::SageMaker::Model", weights)
    assert judge(CONTROL, BUCKET, Model=model, Policy=policy()) is TRUE
    assert judge(CONTROL, BUCKET, Model=model) is FALSE
