"""Whose data it is, and where it may lie."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.ai_resource_classified import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

TAGS = ("Owner", "DataClassification", "DataResidency", "Team")


def tagged(*tags: str, kind: str = "AWS::S3Vectors::Index", value: Any = "said") -> dict[str, Any]:
    return resource(kind, {"Tags": [{"Key": tag, "Value": value} for tag in tags]})


def test_an_owner_a_classification_and_a_residency_pass() -> None:
    assert judge(CONTROL, tagged(*TAGS)) is TRUE


def test_a_store_is_somebody_s() -> None:
    assert judge(CONTROL, tagged(*TAGS[:3])) is FALSE
    assert judge(CONTROL, tagged(*TAGS[:3], "Tenant")) is TRUE
    assert judge(CONTROL, tagged(*TAGS[:3], kind="AWS::Bedrock::Guardrail")) is TRUE


def test_every_type_that_takes_tags_is_asked_for_them() -> None:
    for kind in CONTROL.applies_to:
        assert judge(CONTROL, tagged(*TAGS, kind=kind)) is TRUE
        assert judge(CONTROL, resource(kind)) is FALSE


def test_tags_written_as_a_mapping_pass() -> None:
    said = {"Tags": dict.fromkeys(TAGS, "said")}
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase", said)) is TRUE
    assert judge(CONTROL, resource("AWS::Bedrock::Prompt", {"Tags": {"Owner": "us"}})) is FALSE


def test_one_missing_tag_fails() -> None:
    for missing in TAGS:
        assert judge(CONTROL, tagged(*(tag for tag in TAGS if tag != missing))) is FALSE


def test_an_empty_tag_fails() -> None:
    assert judge(CONTROL, tagged(*TAGS, value="")) is FALSE


def test_a_tag_in_another_spelling_is_another_tag() -> None:
    assert judge(CONTROL, tagged("owner", "DataClassification", "DataResidency")) is FALSE


def test_no_tags_fail() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_tags_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", {"Tags": ANYTHING})) is UNKNOWN


def test_a_data_source_which_takes_no_tags_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource")) is NOT_APPLICABLE
