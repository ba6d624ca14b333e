"""A guardrail's topics and patterns describe the very secrets that it hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    key = guardrail["KmsKeyArn"]
    return is_customer_key(key) & ~key.matches("alias/") & ~key.names_a("AWS::KMS::Alias")


CONTROL = Control(
    id="bedrock-guardrail-customer-key",
    title="Guardrails encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Set KmsKeyArn to the ARN of a key; Bedrock does not accept aliases here.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-kms.html",),
    baseline=("KMS-8",),
    satisfies=(NIST_SC_28,),
)
