"""A user makes the company's assistant insult, threaten or instruct in crime, and publishes the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_15, OWASP_LLM05
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_CATEGORIES = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")


def holds(guardrail: Resource) -> Truth:
    filters = guardrail["ContentPolicyConfig.FiltersConfig"]
    return all_of(_is_filtered(filters, category) for category in _CATEGORIES)


def _is_filtered(filters: Value, category: str) -> Truth:
    return filters.any(lambda one: one["Type"].equals(category) & _acts_on_answers(one))


def _acts_on_answers(one: Value) -> Truth:
    return (
        one["OutputStrength"].one_of("MEDIUM", "HIGH")
        & ~one["OutputAction"].equals("NONE")
        & ~one["OutputEnabled"].equals(False)
        & (~one["OutputModalities"].is_set() | one["OutputModalities"].any(lambda kind: kind.equals("TEXT")))
    )


CONTROL = Control(
    id="bedrock-guardrail-harmful-content",
    title="Guardrails filter harmful content from answers",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Add the five content filters with OutputStrength MEDIUM or HIGH.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html",),
    baseline=(
        "GR-3",
        "DID-1",
    ),
    satisfies=(
        NIST_SI_15,
        OWASP_LLM05,
    ),
)
