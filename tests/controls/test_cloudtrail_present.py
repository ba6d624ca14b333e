"""Whether API calls are recorded."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def trail(is_logging: Any) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"IsLogging": is_logging})


def test_a_trail_that_logs_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(True)) is TRUE


def test_no_trail_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is FALSE


def test_a_trail_that_is_off_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(False)) is FALSE


def test_a_trail_that_deployment_may_switch_off_is_unknown() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(ANYTHING)) is UNKNOWN


def test_a_stack_without_an_ai_workload_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_a_trail_of_all_regions_passes() -> None:
    everywhere = resource("AWS::CloudTrail::Trail", {"IsLogging": True, "IsMultiRegionTrail": True})
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=everywhere) is TRUE
