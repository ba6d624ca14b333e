"""Under which key answers of Athena lie."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.athena_results_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


def group(option: Any = "SSE_KMS", key: Any = KEY, **settings: Any) -> dict[str, Any]:
    results = {"EncryptionConfiguration": {"EncryptionOption": option, "KmsKey": key}}
    return resource("AWS::Athena::WorkGroup", {"WorkGroupConfiguration": {"ResultConfiguration": results, **settings}})


def test_answers_under_a_key_pass() -> None:
    assert judge(CONTROL, group()) is TRUE
    assert judge(CONTROL, group("CSE_KMS", EnforceWorkGroupConfiguration=True)) is TRUE


def test_answers_under_s3_s_own_key_fail() -> None:
    assert judge(CONTROL, group("SSE_S3", {"Ref": "AWS::NoValue"})) is FALSE
    assert judge(CONTROL, resource("AWS::Athena::WorkGroup")) is FALSE


def test_callers_that_may_choose_fail() -> None:
    assert judge(CONTROL, group(EnforceWorkGroupConfiguration=False)) is FALSE


def test_an_option_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, group(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
