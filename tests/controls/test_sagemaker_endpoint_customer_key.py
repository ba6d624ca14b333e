"""Who can read the disks of an endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = {"Fn::GetAtt": ["Key", "Arn"]}


def config(instance_type: Any = "ml.m6i.large", **properties: Any) -> dict[str, Any]:
    variants = [{"InstanceType": instance_type}]
    return resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": variants, **properties})


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
