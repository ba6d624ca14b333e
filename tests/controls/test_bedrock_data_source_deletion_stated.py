"""What becomes of vectors."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_data_source_deletion_stated import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def data_source(policy: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::DataSource", {"DataDeletionPolicy": policy})


def test_deleting_passes() -> None:
    assert judge(CONTROL, data_source("DELETE")) is TRUE


def test_retaining_passes() -> None:
    assert judge(CONTROL, data_source("RETAIN")) is TRUE


def test_saying_nothing_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource")) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, data_source(ANYTHING)) is UNKNOWN


def test_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase")) is NOT_APPLICABLE
