"""Whether anybody looks who outside has access."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.access_analyzer_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")


def made(**changes: Any) -> dict[str, Any]:
    """What the account has, but for the changes."""
    return resource("AWS::AccessAnalyzer::Analyzer", {"Type": "ACCOUNT", **changes})


def test_an_analyzer_passes() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made()) is TRUE


def test_an_endpoint_asks_as_well() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Made=made()) is TRUE


def test_an_account_without_it_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_an_analyzer_of_unused_access_alone_fails() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(Type="ACCOUNT_UNUSED_ACCESS")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(Type=ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
