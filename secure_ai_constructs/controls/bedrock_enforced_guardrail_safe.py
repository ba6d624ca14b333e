"""A guardrail that the whole account must use, and that embedding models cannot, stops every ingestion at once.

Bedrock applies it to every invocation: also to those of knowledge bases, which embed documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01
from secure_ai_constructs.truth import Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_EMBEDDING = r"embed"


def holds(enforced: Resource) -> Truth:
    models = enforced["ModelEnforcement"]
    excluded = models["ExcludedModels"].any(lambda one: one.matches(_EMBEDDING))
    embeds = enforced.peers("AWS::Bedrock::KnowledgeBase").any(lambda one: one.in_region_of(enforced))
    return implied(embeds, lambda: excluded) & _is_numbered(enforced["GuardrailVersion"])


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
    fix="Name a numbered version, and the embedding models in use as ExcludedModels; BedrockAccountSettings does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html",),
    baseline=("GR-6",),
    satisfies=(
        NIST_AC_3,
        OWASP_LLM01,
    ),
)
