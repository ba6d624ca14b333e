"""Who can read the disks of an endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = {"Fn::GetAtt": ["Key", "Arn"]}


def config(instance_type: Any = "ml.m6i.large", **properties: Any) -> dict[str, Any]:
    variants = [{"InstanceType": instance_type}]
    return resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": variants} | properties)


def test_a_key_passes() -> None:
    assert judge(CONTROL, config(KmsKeyId=KEY), Key=resource("AWS::KMS::Key")) is TRUE


def test_no_key_fails() -> None:
    assert judge(CONTROL, config()) is FALSE


@pytest.mark.parametrize(
    "instance_type", ["ml.g5.xlarge", "ml.g4dn.xlarge", "ml.m5d.large", "ml.p4d.24xlarge", "ml.trn1.2xlarge"]
)
def test_local_disks_are_encrypted_by_their_hardware(instance_type: str) -> None:
    assert judge(CONTROL, config(instance_type)) is TRUE


@pytest.mark.parametrize("instance_type", ["ml.inf2.xlarge", "ml.c6gn.large", "ml.r6i.large", "ml.t3.medium"])
def test_other_instances_are_not(instance_type: str) -> None:
    assert judge(CONTROL, config(instance_type)) is FALSE


def test_one_variant_without_local_disks_fails() -> None:
    variants = [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.m6i.large"}]
    assert judge(CONTROL, config(ProductionVariants=variants)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, config(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE


def test_a_key_for_local_disks_is_refused_by_sagemaker() -> None:
    assert judge(CONTROL, config("ml.g5.xlarge", KmsKeyId=KEY), Key=resource("AWS::KMS::Key")) is FALSE


def test_what_is_dumped_or_answered_later_is_under_a_key_too() -> None:
    key = resource("AWS::KMS::Key")
    for own, expected in (({}, FALSE), ({"KmsKeyId": KEY}, TRUE)):
        later: dict[str, Any] = {"OutputConfig": {"S3OutputPath": "s3://a/b", **own}}
        assert judge(CONTROL, config(KmsKeyId=KEY, AsyncInferenceConfig=later), Key=key) is expected
    dumped = {"InstanceType": "ml.m6i.large", "CoreDumpConfig": {"DestinationS3Uri": "s3://a/b"}}
    assert judge(CONTROL, config(KmsKeyId=KEY, ProductionVariants=[dumped]), Key=key) is FALSE
