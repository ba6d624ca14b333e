"""Whether an assessment would collect anything."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.audit_manager_in_use import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def assessment(framework: Any) -> dict[str, Any]:
    return resource("AWS::AuditManager::Assessment", {"FrameworkId": framework})


def test_a_framework_that_was_asked_for_passes() -> None:
    asked = resource("Custom::AuditManagerFramework", {"Framework": "SOC 2"})
    found = assessment({"Fn::GetAtt": ["Asked", "FrameworkId"]})
    assert judge(CONTROL, found, Asked=asked) is TRUE


def test_an_id_that_nobody_asked_for_fails() -> None:
    assert judge(CONTROL, assessment("a5a4c4de-0000-0000-0000-000000000000")) is FALSE


def test_an_id_from_something_else_fails() -> None:
    other = resource("AWS::AuditManager::AssessmentFramework")
    assert judge(CONTROL, assessment({"Fn::GetAtt": ["Other", "FrameworkId"]}), Other=other) is FALSE


def test_an_id_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, assessment(ANYTHING)) is UNKNOWN


def test_an_assessment_of_nothing_fails() -> None:
    assert judge(CONTROL, resource("AWS::AuditManager::Assessment")) is FALSE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
