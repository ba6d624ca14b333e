"""Whether somebody is told that AWS's side has a new report."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.artifact_reports_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, judge_in, resource

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")
PATTERN = {"source": ["aws.artifact"], "detail-type": ["AWS Artifact Report Update"]}


def verdict(changes: dict[str, Any] | None = None, region: str = "us-east-1", **of_pattern: Any) -> Any:
    return judge_in(region, CONTROL, WORKLOAD, Rule=event_rule({**PATTERN, **of_pattern}, **(changes or {})))


def test_a_rule_in_us_east_1_passes() -> None:
    assert verdict() is TRUE


def test_a_rule_on_everything_of_artifact_passes() -> None:
    assert judge_in("us-east-1", CONTROL, WORKLOAD, Rule=event_rule({"source": ["aws.artifact"]})) is TRUE


def test_a_rule_where_artifact_does_not_answer_fails() -> None:
    assert verdict(region="eu-central-1") is FALSE


@pytest.mark.parametrize(
    "of_pattern",
    [
        {"source": ["aws.health"]},
        {"detail-type": ["AWS Artifact Agreement Update"]},
        {"detail": {"series": ["SOC"]}},
    ],
    ids=str,
)
def test_a_rule_on_less_fails(of_pattern: dict[str, Any]) -> None:
    assert verdict(**of_pattern) is FALSE


@pytest.mark.parametrize("changes", [{"State": "DISABLED"}, {"Targets": []}], ids=str)
def test_a_rule_that_tells_nobody_fails(changes: dict[str, Any]) -> None:
    assert verdict(changes) is FALSE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(source=ANYTHING) is UNKNOWN
    assert judge(CONTROL, WORKLOAD, Rule=event_rule(PATTERN)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
