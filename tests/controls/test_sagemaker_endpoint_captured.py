"""Whether a disputed decision can be looked up."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_captured import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = {"Fn::GetAtt": ["Key", "Arn"]}
ALL = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 100,
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    "KmsKeyId": KEY,
    "DestinationS3Uri": {"Fn::Sub": "s3://${Bucket}/captured"},
}


def verdict(**capture: Any) -> Any:
    properties = {"DataCaptureConfig": {**ALL, **capture}}
    others = {"Key": resource("AWS::KMS::Key"), "Bucket": resource("AWS::S3::Bucket")}
    return judge(CONTROL, resource("AWS::SageMaker::EndpointConfig", properties), **others)


def test_everything_passes() -> None:
    assert verdict() is TRUE
    assert verdict(CaptureOptions=[{"CaptureMode": "InputAndOutput"}]) is TRUE


@pytest.mark.parametrize(
    "capture",
    [
        {"EnableCapture": False},
        {"InitialSamplingPercentage": 99},
        {"CaptureOptions": [{"CaptureMode": "Input"}]},
        {"CaptureOptions": [{"CaptureMode": "Output"}]},
        {"KmsKeyId": "alias/aws/s3"},
        {"KmsKeyId": {"Ref": "AWS::NoValue"}},
        {"DestinationS3Uri": {"Ref": "AWS::NoValue"}},
    ],
    ids=str,
)
def test_less_fails(capture: dict[str, Any]) -> None:
    assert verdict(**capture) is FALSE


def test_no_capture_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::EndpointConfig")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(EnableCapture=ANYTHING) is UNKNOWN


def test_how_a_bucket_elsewhere_is_locked_nobody_can_read() -> None:
    assert verdict(DestinationS3Uri="s3://somebody-s/captured") is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
