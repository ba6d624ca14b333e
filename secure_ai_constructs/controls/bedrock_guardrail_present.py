"""Without a guardrail, whatever the model says of the documents reaches the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_15, OWASP_LLM02

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(knowledge_base: Resource) -> Truth:
    guardrails = knowledge_base.peers("AWS::Bedrock::Guardrail")
    return guardrails.any(lambda one: one.in_region_of(knowledge_base) & one["Name"].is_set())


CONTROL = Control(
    id="bedrock-guardrail-present",
    title="Stacks with a knowledge base have a guardrail in their account and Region",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    holds=holds,
    once_per_stack=True,
    fix="Create a guardrail and let callers invoke models only through it; SecureBedrockRag does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html",),
    baseline=("GR-1", "DID-1"),
    satisfies=(NIST_SI_15, OWASP_LLM02),
)
