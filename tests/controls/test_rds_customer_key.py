"""Whose key encrypts a database."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.rds_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


def cluster(encrypted: Any, key: Any = KEY) -> dict[str, Any]:
    return resource("AWS::RDS::DBCluster", {"StorageEncrypted": encrypted, "KmsKeyId": key})


def test_a_key_of_the_assembly_passes() -> None:
    key = {"Fn::GetAtt": ["Key", "Arn"]}
    assert judge(CONTROL, cluster("true", key), Key=resource("AWS::KMS::Key")) is TRUE


def test_a_key_that_is_written_out_passes() -> None:
    assert judge(CONTROL, cluster(encrypted=True)) is TRUE


def test_no_encryption_fails() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBCluster")) is FALSE
    assert judge(CONTROL, cluster(encrypted=False)) is FALSE


def test_a_key_without_encryption_fails() -> None:
    assert judge(CONTROL, cluster({"Ref": "AWS::NoValue"})) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, cluster(encrypted=True, key={"Ref": "AWS::NoValue"})) is FALSE
    assert judge(CONTROL, cluster(encrypted=True, key="alias/aws/rds")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, cluster(encrypted=True, key=ANYTHING)) is UNKNOWN


def test_encryption_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, cluster(ANYTHING)) is UNKNOWN


def test_an_instance_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBInstance")) is NOT_APPLICABLE
