"""Whether prompts and answers are recorded."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_invocation_logged import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

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


def test_a_role_that_asks_models_asks_as_well_and_one_that_may_do_everything_does_not() -> None:
    def role(action: str) -> dict[str, Any]:
        return role_with(allow(Action=action, Resource="*"))

    assert judge(CONTROL, role("bedrock:InvokeModel")) is FALSE
    assert judge(CONTROL, role("*")) is NOT_APPLICABLE
