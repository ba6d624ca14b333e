"""Under which key documents may lie."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_source_one_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

BUCKET = resource("AWS::S3::Bucket")
SOURCE = resource(
    "AWS::Bedrock::DataSource",
    {"DataSourceConfiguration": {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}},
)
ALGORITHM = {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
KEY = {"ArnNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-central-1:1:key/1"}}


def policy(*conditions: Any) -> dict[str, Any]:
    base = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": {"Fn::Sub": "${Subject.Arn}/*"}}
    document = {"Statement": [{**base, "Condition": one} for one in conditions]}
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": document})


def test_refusing_another_algorithm_and_another_key_passes() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(ALGORITHM, KEY)) is TRUE


def test_refusing_another_algorithm_alone_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(ALGORITHM)) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(ALGORITHM, ANYTHING)) is UNKNOWN


def test_a_bucket_without_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, BUCKET) is NOT_APPLICABLE


def test_a_bucket_of_weights_is_spoken_of() -> None:
    weights = {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Subject}/fraud/model.tar.gz"}}}
    model = resource("AWS::SageMaker::Model", weights)
    assert judge(CONTROL, BUCKET, Model=model, Policy=policy(ALGORITHM, KEY)) is TRUE
    assert judge(CONTROL, BUCKET, Model=model) is FALSE


def test_a_pattern_of_keys_is_any_key() -> None:
    for pattern in ("*", "arn:aws:kms:*:123456789012:key/*"):
        any_key = {"StringNotLike": {"s3:x-amz-server-side-encryption-aws-kms-key-id": pattern}}
        assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(ALGORITHM, any_key)) is FALSE


def test_a_header_that_is_asked_for_if_it_exists_is_as_good() -> None:
    one = {f"{operator}IfExists": named for operator, named in KEY.items()}
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(ALGORITHM, one)) is TRUE
