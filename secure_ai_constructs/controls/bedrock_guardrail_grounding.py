"""A fluent answer that no document supports is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import OWASP_LLM09

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    filters = guardrail["ContextualGroundingPolicyConfig.FiltersConfig"]
    return _is_checked(filters, "GROUNDING") & _is_checked(filters, "RELEVANCE")


def _is_checked(filters: Value, kind: str) -> Truth:
    return filters.any(lambda one: one["Type"].equals(kind) & one["Threshold"].at_least(0.5) & _acts(one))


def _acts(one: Value) -> Truth:
    return ~one["Action"].equals("NONE") & ~one["Enabled"].equals(False)


CONTROL = Control(
    id="bedrock-guardrail-grounding",
    title="Guardrails check that answers are grounded and relevant",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Add GROUNDING and RELEVANCE filters with a threshold of at least 0.5.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-contextual-grounding-check.html",),
    baseline=("GR-4",),
    satisfies=(OWASP_LLM09,),
)
