"""Instructions tell an attacker what to get around, and lie under a key that the customer cannot switch off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28, OWASP_LLM07

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(prompt: Resource) -> Truth:
    return is_customer_key(prompt["CustomerEncryptionKeyArn"])


CONTROL = Control(
    id="bedrock-prompt-customer-key",
    title="Prompts encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Prompt",),
    holds=holds,
    fix="Set CustomerEncryptionKeyArn; GovernedPrompt does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-management-prereq.html",),
    baseline=("DID-5",),
    satisfies=(NIST_SC_28, OWASP_LLM07),
)
