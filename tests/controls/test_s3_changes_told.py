"""Whether anybody is told that a lock was exchanged."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, event_rule, judge, resource

BUCKET = resource("AWS::S3::Bucket")
TRAIL = resource("AWS::CloudTrail::Trail")
SOURCE = resource(
    "AWS::Bedrock::DataSource",
    {"DataSourceConfiguration": {"Type": "S3", "S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}},
)
CALLS = ["DeleteBucketPolicy", "PutBucketPolicy", "PutBucketVersioning"]


def pattern(names: Any = CALLS) -> dict[str, Any]:
    return {
        "source": ["aws.s3"],
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventSource": ["s3.amazonaws.com"], "eventName": names},
    }


def test_a_rule_on_both_calls_passes() -> None:
    assert judge(CONTROL, BUCKET, Trail=TRAIL, Source=SOURCE, Rule=event_rule(pattern())) is TRUE


@pytest.mark.parametrize("names", [CALLS[:1], CALLS[1:], ["PutObject"]], ids=str)
def test_less_fails(names: list[str]) -> None:
    assert judge(CONTROL, BUCKET, Trail=TRAIL, Source=SOURCE, Rule=event_rule(pattern(names))) is FALSE


def test_weights_and_captures_are_asked_of_too() -> None:
    model = resource(
        "AWS::SageMaker::Model", {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Subject}/m.tar.gz"}}}
    )
    captured = {"DataCaptureConfig": {"DestinationS3Uri": {"Fn::Sub": "s3://${Subject}/c"}}}
    assert judge(CONTROL, BUCKET, Trail=TRAIL, Model=model) is FALSE
    assert judge(CONTROL, BUCKET, Trail=TRAIL, Config=resource("AWS::SageMaker::EndpointConfig", captured)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Trail=TRAIL, Source=SOURCE, Rule=event_rule(pattern(ANYTHING))) is UNKNOWN


def test_other_buckets_and_accounts_without_a_trail_are_not_spoken_of() -> None:
    assert (
        judge(CONTROL, BUCKET, Trail=TRAIL, Policy=resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT}))
        is NOT_APPLICABLE
    )
    assert judge(CONTROL, BUCKET, Source=SOURCE) is NOT_APPLICABLE
