"""Whose data it is."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.ai_resource_classified import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def index(*tags: str) -> dict[str, Any]:
    return resource("AWS::S3Vectors::Index", {"Tags": [{"Key": tag, "Value": "said"} for tag in tags]})


def test_an_owner_and_a_classification_pass() -> None:
    assert judge(CONTROL, index("Owner", "DataClassification")) is TRUE


def test_tags_written_as_a_mapping_pass() -> None:
    assert (
        judge(
            CONTROL, resource("AWS::Bedrock::KnowledgeBase", {"Tags": {"Owner": "us", "DataClassification": "secret"}})
        )
        is TRUE
    )


def test_one_missing_tag_fails() -> None:
    assert judge(CONTROL, index("Owner")) is FALSE


def test_no_tags_fail() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_tags_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", {"Tags": ANYTHING})) is UNKNOWN


def test_a_data_source_which_takes_no_tags_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource")) is NOT_APPLICABLE
