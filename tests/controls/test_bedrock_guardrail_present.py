"""Whether anything stands between model and user."""

from __future__ import annotations

from secure_ai_constructs.controls.bedrock_guardrail_present import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")
GUARDRAIL = resource("AWS::Bedrock::Guardrail", {"Name": "all-teams"})


def test_a_guardrail_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Guardrail=GUARDRAIL) is TRUE


def test_no_guardrail_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is FALSE


def test_a_guardrail_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Guardrail={**GUARDRAIL, "Condition": "Maybe"}) is UNKNOWN


def test_a_guardrail_alone_is_not_spoken_of() -> None:
    assert judge(CONTROL, GUARDRAIL) is NOT_APPLICABLE
