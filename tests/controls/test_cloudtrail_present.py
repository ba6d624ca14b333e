"""Whether API calls are recorded."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_present import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def trail(bucket: Any) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"S3BucketName": bucket})


def test_a_trail_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail("archive")) is TRUE


def test_an_endpoint_asks_as_well() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Trail=trail("archive")) is TRUE


def test_no_trail_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is FALSE


def test_a_trail_that_writes_nowhere_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail("")) is FALSE


def test_a_trail_that_deployment_may_leave_out_is_unknown() -> None:
    maybe = {"Fn::If": ["IsHere", "archive", {"Ref": "AWS::NoValue"}]}
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(maybe)) is UNKNOWN


def test_a_stack_without_an_ai_workload_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_a_role_that_asks_models_asks_as_well_and_one_that_may_do_everything_does_not() -> None:
    def role(action: str) -> dict[str, Any]:
        return role_with(allow(Action=action, Resource="*"))

    assert judge(CONTROL, role("bedrock:InvokeModel")) is FALSE
    assert judge(CONTROL, role("*")) is NOT_APPLICABLE


def test_a_trail_that_is_stopped_records_nothing() -> None:
    stopped = resource("AWS::CloudTrail::Trail", {"S3BucketName": "trail", "IsLogging": False})
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase"), Trail=stopped) is FALSE
