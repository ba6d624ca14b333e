"""Words that must not be said are said, because the guardrail was not told of any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_15, OWASP_LLM07

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    words = guardrail["WordPolicyConfig"]
    return (
        words["ManagedWordListsConfig"].any(_acts_on_answers)
        | words["WordsConfig"].any(_acts_on_answers)
        | guardrail["TopicPolicyConfig.TopicsConfig"].any(_acts_on_answers)
    )


def _acts_on_answers(entry: Value) -> Truth:
    return entry.is_set() & ~entry["OutputAction"].equals("NONE") & ~entry["OutputEnabled"].equals(False)


CONTROL = Control(
    id="bedrock-guardrail-words",
    title="Guardrails deny words or topics in answers",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Add the managed list PROFANITY, words of your own, or denied topics.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-word-filters.html",),
    baseline=("GR-10",),
    satisfies=(NIST_SI_15, OWASP_LLM07),
)
