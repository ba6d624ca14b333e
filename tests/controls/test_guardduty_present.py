"""Whether anybody is watching."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.guardduty_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def detector(enable: Any) -> dict[str, Any]:
    return resource("AWS::GuardDuty::Detector", {"Enable": enable})


def test_a_detector_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Detector=detector(True)) is TRUE


def test_no_detector_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is FALSE


def test_a_disabled_detector_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Detector=detector(False)) is FALSE


def test_a_detector_that_deployment_may_disable_is_unknown() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Detector=detector(ANYTHING)) is UNKNOWN


def test_a_stack_without_an_ai_workload_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_a_role_that_asks_models_asks_as_well_and_one_that_may_do_everything_does_not() -> None:
    def role(action: str) -> dict[str, Any]:
        return role_with(allow(Action=action, Resource="*"))

    assert judge(CONTROL, role("bedrock:InvokeModel")) is FALSE
    assert judge(CONTROL, role("*")) is NOT_APPLICABLE
