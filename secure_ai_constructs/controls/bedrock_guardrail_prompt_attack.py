"""A prompt that says "ignore your instructions" is followed, in a chat box or hidden in a document.

Output strength must be NONE: Bedrock refuses the filter otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_10, OWASP_LLM01

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    return guardrail["ContentPolicyConfig.FiltersConfig"].any(_blocks_attacks)


def _blocks_attacks(content_filter: Value) -> Truth:
    return (
        content_filter["Type"].equals("PROMPT_ATTACK")
        & content_filter["InputStrength"].one_of("MEDIUM", "HIGH")
        & content_filter["OutputStrength"].equals("NONE")
        & ~content_filter["InputAction"].equals("NONE")
        & ~content_filter["InputEnabled"].equals(False)
    )


CONTROL = Control(
    id="bedrock-guardrail-prompt-attack",
    title="Guardrails block prompt attacks on the input",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Add a PROMPT_ATTACK filter with InputStrength HIGH and OutputStrength NONE.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html",),
    baseline=("GR-3",),
    satisfies=(
        NIST_SI_10,
        OWASP_LLM01,
    ),
)
