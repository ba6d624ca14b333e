"""Whether what SageMaker stores is under a key of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_storage_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ONLINE = {"EnableOnlineStore": True, "SecurityConfig": {"KmsKeyId": KEY}}
OFFLINE = {"S3StorageConfig": {"S3Uri": "s3://features", "KmsKeyId": KEY}}


def stored(kind: str, **properties: Any) -> dict[str, Any]:
    return resource(f"AWS::SageMaker::{kind}", properties)


@pytest.mark.parametrize(
    "storage",
    [
        stored("Domain", KmsKeyId=KEY),
        stored("FeatureGroup", OnlineStoreConfig=ONLINE, OfflineStoreConfig=OFFLINE),
        stored("FeatureGroup", OnlineStoreConfig=ONLINE),
        stored("FeatureGroup", OfflineStoreConfig=OFFLINE),
        stored("InferenceExperiment", KmsKey=KEY),
        stored("InferenceExperiment", KmsKey=KEY, DataStorageConfig={"Destination": "s3://a", "KmsKey": KEY}),
        stored("ModelPackage", SecurityConfig={"KmsKeyId": KEY}),
    ],
)
def test_a_key_for_all_that_is_there_passes(storage: dict[str, Any]) -> None:
    assert judge(CONTROL, storage) is TRUE


@pytest.mark.parametrize(
    "storage",
    [
        stored("Domain"),
        stored("Domain", KmsKeyId="alias/aws/elasticfilesystem"),
        stored("FeatureGroup", OnlineStoreConfig={"EnableOnlineStore": True}, OfflineStoreConfig=OFFLINE),
        stored("FeatureGroup", OnlineStoreConfig=ONLINE, OfflineStoreConfig={"S3StorageConfig": {"S3Uri": "s3://a"}}),
        stored("InferenceExperiment", DataStorageConfig={"Destination": "s3://a", "KmsKey": KEY}),
        stored("InferenceExperiment", KmsKey=KEY, DataStorageConfig={"Destination": "s3://a"}),
        stored("ModelPackage"),
    ],
)
def test_a_part_without_a_key_of_one_s_own_fails(storage: dict[str, Any]) -> None:
    assert judge(CONTROL, storage) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, stored("Domain", KmsKeyId=ANYTHING)) is UNKNOWN


def test_an_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, stored("Endpoint")) is NOT_APPLICABLE
