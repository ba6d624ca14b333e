"""Whom a service decrypts for."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_key_policy_sourced import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource


def key(**statement: Any) -> dict[str, Any]:
    return resource("AWS::KMS::Key", {"KeyPolicy": allow(Action="kms:Decrypt", Resource="*", **statement)})


SERVICE = {"Service": "logs.eu-central-1.amazonaws.com"}


def test_a_service_with_an_encryption_context_passes() -> None:
    assert (
        judge(
            CONTROL,
            key(
                Principal=SERVICE,
                Condition={
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:*"
                    }
                },
            ),
        )
        is TRUE
    )


def test_a_service_of_one_account_passes() -> None:
    assert (
        judge(CONTROL, key(Principal=SERVICE, Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}}))
        is TRUE
    )


def test_the_root_of_the_account_passes() -> None:
    assert judge(CONTROL, key(Principal={"AWS": "arn:aws:iam::123456789012:root"})) is TRUE


def test_a_service_without_a_condition_fails() -> None:
    assert judge(CONTROL, key(Principal=SERVICE)) is FALSE


def test_a_service_with_an_unrelated_condition_fails() -> None:
    assert judge(CONTROL, key(Principal=SERVICE, Condition={"Bool": {"aws:SecureTransport": "true"}})) is FALSE


def test_that_some_context_is_there_or_a_bucket_is_called_so_names_no_source() -> None:
    for condition in (
        {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "aws:logs:arn"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs-*"}},
    ):
        assert judge(CONTROL, key(Principal=SERVICE, Condition=condition)) is FALSE
    ours = {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs-of-ours"}}
    assert judge(CONTROL, key(Principal=SERVICE, Condition=ours)) is TRUE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, key(Principal=SERVICE, Condition=ANYTHING)) is UNKNOWN


def test_a_bucket_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::BucketPolicy")) is NOT_APPLICABLE
