"""What a guardrail blocks and masks, as the arguments of CfnGuardrail that a version freezes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECRETS = (
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "CREDIT_DEBIT_CARD_CVV",
    "CREDIT_DEBIT_CARD_NUMBER",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    "PASSWORD",
    "PIN",
    "US_SOCIAL_SECURITY_NUMBER",
)
"""PII types that are blocked, in questions and in answers."""

PERSONAL = ("ADDRESS", "EMAIL", "NAME", "PHONE")
"""PII types that are masked in answers; a question may name a person."""

HARMFUL = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")
"""Content filters at full strength, in both directions."""

LONGEST_NAME, LONGEST_DEFINITION, LONGEST_WORDS = 100, 200, 100
MOST_EXAMPLES = 5
_NAME = re.compile(r"[0-9a-zA-Z\-_ !?.]+")


@dataclass(frozen=True, slots=True)
class DeniedTopic:
    """A subject that is neither asked about nor answered, described as one would to a person.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-denied-topics.html
    """

    name: str
    definition: str
    """At most 200 characters."""
    examples: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        name = self.name.strip() and _NAME.fullmatch(self.name) and len(self.name) <= LONGEST_NAME
        if not name or not self.definition.strip() or len(self.definition) > LONGEST_DEFINITION:
            raise ValueError(
                f"a denied topic must have a name of at most {LONGEST_NAME} letters, digits, spaces and -_!?. "
                f"and a definition of at most {LONGEST_DEFINITION} characters, "
                f"was {self.name!r} with {len(self.definition)}"
            )
        if len(self.examples) > MOST_EXAMPLES or not all(0 < len(one) <= LONGEST_WORDS for one in self.examples):
            raise ValueError(
                f"denied topic {self.name!r} must have at most {MOST_EXAMPLES} examples of 1 to {LONGEST_WORDS} "
                f"characters, had {self.examples!r}"
            )


def usual_content(blocked_words: Sequence[str], grounding: float, relevance: float) -> dict[str, Any]:
    """The part of the guardrail that a version freezes, as arguments of CfnGuardrail."""
    both_ways = {"inputStrength": "HIGH", "outputStrength": "HIGH"}
    # Bedrock refuses the prompt-attack filter unless its output strength is NONE.
    attack = {"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}
    words: dict[str, Any] = {"managedWordListsConfig": [{"type": "PROFANITY"}]}
    if blocked_words:
        words["wordsConfig"] = [{"text": word} for word in blocked_words]
    return {
        "blocked_input_messaging": "This question cannot be answered here.",
        "blocked_outputs_messaging": "The answer was withheld.",
        "content_policy_config": {"filtersConfig": [*({"type": one, **both_ways} for one in HARMFUL), attack]},
        "sensitive_information_policy_config": _pii(),
        "contextual_grounding_policy_config": {
            "filtersConfig": [
                {"type": "GROUNDING", "threshold": grounding},
                {"type": "RELEVANCE", "threshold": relevance},
            ]
        },
        "word_policy_config": words,
    }


def own_rules(topics: Sequence[DeniedTopic], patterns: Mapping[str, str]) -> dict[str, Any]:
    """What is particular to an organization; absent where there is nothing."""
    rules: dict[str, Any] = {}
    if topics:
        listed = [
            {"name": one.name, "definition": one.definition, "type": "DENY", "examples": list(one.examples)}
            for one in topics
        ]
        rules["topic_policy_config"] = {"topicsConfig": listed}
    if patterns:
        regexes = [{"name": name, "pattern": one, **_MASKED} for name, one in patterns.items()]
        rules["sensitive_information_policy_config"] = {**_pii(), "regexesConfig": regexes}
    return rules


def _pii() -> dict[str, Any]:
    return {"piiEntitiesConfig": [*map(_blocked, SECRETS), *map(_masked, PERSONAL)]}


_MASKED = {"action": "ANONYMIZE", "inputAction": "NONE", "outputAction": "ANONYMIZE"}


def _blocked(entity: str) -> dict[str, Any]:
    return {"type": entity, "action": "BLOCK", "inputAction": "BLOCK", "outputAction": "BLOCK"}


def _masked(entity: str) -> dict[str, Any]:
    return {"type": entity, **_MASKED}
