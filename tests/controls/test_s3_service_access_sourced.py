"""For whom a service writes into a bucket."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_service_access_sourced import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource


def policy(**statement: Any) -> dict[str, Any]:
    document = allow(Action="s3:PutObject", Resource="*", **statement)
    return resource("AWS::S3::BucketPolicy", {"PolicyDocument": document})


SERVICE = {"Service": "logging.s3.amazonaws.com"}


def test_a_service_of_one_account_passes() -> None:
    assert judge(CONTROL, policy(Principal=SERVICE, Condition={"StringEquals": {"aws:SourceAccount": "1"}})) is TRUE


def test_a_service_without_a_condition_fails() -> None:
    assert judge(CONTROL, policy(Principal=SERVICE)) is FALSE


def test_a_service_of_any_account_fails() -> None:
    assert judge(CONTROL, policy(Principal=SERVICE, Condition={"StringLike": {"aws:SourceAccount": "*"}})) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(Principal=SERVICE, Condition=ANYTHING)) is UNKNOWN


def test_a_policy_without_a_service_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(Principal={"AWS": "123456789012"})) is NOT_APPLICABLE
