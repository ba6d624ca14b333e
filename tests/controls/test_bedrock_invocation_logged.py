"""Whether prompts and answers are recorded."""

from __future__ import annotations

from secure_ai_constructs.controls.bedrock_invocation_logged import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")
LOGGING = resource("Custom::BedrockInvocationLogging", {"ServiceToken": "arn", "loggingConfig": {}})


def test_invocation_logging_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Logging=LOGGING) is TRUE


def test_no_invocation_logging_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is FALSE


def test_logging_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Logging={**LOGGING, "Condition": "Maybe"}) is UNKNOWN


def test_a_guardrail_alone_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE
