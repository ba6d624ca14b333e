"""A model repeats a card number or a password that was in its documents, to whoever asks well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_15, OWASP_LLM02

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    policy = guardrail["SensitiveInformationPolicyConfig"]
    return policy["PiiEntitiesConfig"].any(_acts_on_answers) | policy["RegexesConfig"].any(_acts_on_answers)


def _acts_on_answers(entry: Value) -> Truth:
    """`Action` holds for both directions; `OutputAction` and `OutputEnabled` overrule it for answers."""
    override = entry["OutputAction"]
    acts = override.one_of("ANONYMIZE", "BLOCK") | (~override.is_set() & entry["Action"].one_of("ANONYMIZE", "BLOCK"))
    return acts & ~entry["OutputEnabled"].equals(False)


CONTROL = Control(
    id="bedrock-guardrail-sensitive-information",
    title="Guardrails block or mask sensitive information",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="List PII types under SensitiveInformationPolicyConfig; ContentGuardrail does by default.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html",),
    baseline=("GR-1",),
    satisfies=(
        NIST_SI_15,
        OWASP_LLM02,
    ),
)
