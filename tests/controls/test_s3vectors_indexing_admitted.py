"""Whether what is ingested is also found."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3vectors_indexing_admitted import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

OWN = {"Fn::GetAtt": ["Key", "Arn"]}


def index(key: Any = OWN) -> dict[str, Any]:
    return resource("AWS::S3Vectors::Index", {"EncryptionConfiguration": {"SseType": "aws:kms", "KmsKeyArn": key}})


def key(**statement: Any) -> dict[str, Any]:
    admitted = {"Principal": {"Service": "indexing.s3vectors.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"}
    return resource("AWS::KMS::Key", {"KeyPolicy": allow(**{**admitted, **statement})})


def test_a_key_that_admits_indexing_passes() -> None:
    assert judge(CONTROL, index(), Key=key()) is TRUE


@pytest.mark.parametrize(
    "statement",
    [{"Principal": {"Service": "s3.amazonaws.com"}}, {"Action": "kms:DescribeKey"}, {"Effect": "Deny"}],
    ids=str,
)
def test_a_key_that_does_not_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, index(), Key=key(**statement)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, index(), Key=key(Action=ANYTHING)) is UNKNOWN
    assert judge(CONTROL, index(ANYTHING)) is UNKNOWN


def test_a_key_of_another_app_and_no_key_are_not_spoken_of() -> None:
    assert judge(CONTROL, index("arn:aws:kms:eu-central-1:123456789012:key/a")) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::S3Vectors::Index")) is NOT_APPLICABLE
