"""A guardrail that the whole account must use, and that embedding models cannot, stops every ingestion at once.

Bedrock applies it to every invocation: also to those of knowledge bases, which embed documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01
from secure_ai_constructs.truth import FALSE, Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_EMBEDS_WITH = "KnowledgeBaseConfiguration.VectorKnowledgeBaseConfiguration.EmbeddingModelArn"


def holds(enforced: Resource) -> Truth:
    bases = enforced.peers("AWS::Bedrock::KnowledgeBase")
    spared = bases.all(lambda one: implied(one.in_region_of(enforced), lambda: _is_spared(one, enforced)))
    guardrail = enforced["GuardrailIdentifier"].target
    reasons = guardrail["AutomatedReasoningPolicyConfig"].is_set() if guardrail else FALSE
    return spared & ~reasons & _is_numbered(enforced["GuardrailVersion"])


def _is_spared(base: Resource, enforced: Resource) -> Truth:
    """Its model is one of those excluded, or others alone are included; both are named by id or by ARN."""
    model, models = base[_EMBEDS_WITH], enforced["ModelEnforcement"]
    excluded = models["ExcludedModels"].any(lambda one: _is_model(one, model))
    others = models["IncludedModels"].is_set() & ~models["IncludedModels"].any(
        lambda one: one.equals("ALL") | _is_model(one, model)
    )
    return ~model.is_set() | excluded | others


def _is_model(named: Value, model: Value) -> Truth:
    name = str(named).rpartition("/")[2]
    return named.same_as(model) if "${" in name else model.matches(rf"(^|/){re.escape(name)}$")


def _is_numbered(version: Value) -> Truth:
    """A number, or a version of the assembly, whose number deployment gives."""
    made = version.target is not None and version.target.type == "AWS::Bedrock::GuardrailVersion"
    return version.is_set() & (truth(made) | ~version.equals("DRAFT"))


CONTROL = Control(
    id="bedrock-enforced-guardrail-safe",
    title="An enforced guardrail is a numbered version and spares what embeds",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::EnforcedGuardrailConfiguration",),
    holds=holds,
    fix="Name a numbered version of a guardrail without automated reasoning, and the embedding models in use as "
    "ExcludedModels; BedrockAccountSettings does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html",),
    baseline=("GR-6",),
    satisfies=(
        NIST_AC_3,
        OWASP_LLM01,
    ),
)
