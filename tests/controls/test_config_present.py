"""Whether anybody would know what a resource looked like."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.config_present import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")


def made(**changes: Any) -> dict[str, Any]:
    """What the account has, but for the changes."""
    return resource(
        "AWS::Config::ConfigurationRecorder", {"RoleARN": "arn:aws:iam::123456789012:role/config", **changes}
    )


def test_a_recorder_passes() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made()) is TRUE


def test_an_endpoint_asks_as_well() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Made=made()) is TRUE


def test_an_account_without_it_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_a_recorder_without_a_role_fails() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(RoleARN="")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert (
        judge(CONTROL, WORKLOAD, Made=made(RoleARN={"Fn::If": ["IsHere", "role", {"Ref": "AWS::NoValue"}]})) is UNKNOWN
    )


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_a_role_that_asks_models_asks_as_well_and_one_that_may_do_everything_does_not() -> None:
    def role(action: str) -> dict[str, Any]:
        return role_with(allow(Action=action, Resource="*"))

    assert judge(CONTROL, role("bedrock:InvokeModel")) is FALSE
    assert judge(CONTROL, role("*")) is NOT_APPLICABLE
