"""Whether anybody looks for rights that nobody uses."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.access_analyzer_unused import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

EXTERNAL = resource("AWS::AccessAnalyzer::Analyzer", {"Type": "ACCOUNT"})


def unused(kind: Any = "ACCOUNT_UNUSED_ACCESS") -> dict[str, Any]:
    age = {"UnusedAccessConfiguration": {"UnusedAccessAge": 90}}
    return resource("AWS::AccessAnalyzer::Analyzer", {"Type": kind, "AnalyzerConfiguration": age})


def test_an_analyzer_of_unused_access_passes() -> None:
    assert judge(CONTROL, EXTERNAL, Unused=unused()) is TRUE


def test_one_of_the_organization_passes() -> None:
    assert judge(CONTROL, EXTERNAL, Unused=unused("ORGANIZATION_UNUSED_ACCESS")) is TRUE


def test_an_analyzer_of_access_from_outside_alone_fails() -> None:
    assert judge(CONTROL, EXTERNAL) is FALSE


def test_an_analyzer_that_names_no_age_fails() -> None:
    assert (
        judge(CONTROL, EXTERNAL, Other=resource("AWS::AccessAnalyzer::Analyzer", {"Type": "ACCOUNT_UNUSED_ACCESS"}))
        is FALSE
    )


def test_a_type_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, EXTERNAL, Unused=unused(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
