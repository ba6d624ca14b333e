"""What a guardrail blocks and masks, as the arguments of CfnGuardrail that a version freezes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import Token

from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence, Sized

SECRETS = (
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "CREDIT_DEBIT_CARD_CVV",
    "CREDIT_DEBIT_CARD_EXPIRY",
    "CREDIT_DEBIT_CARD_NUMBER",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    "PASSWORD",
    "PIN",
    "US_SOCIAL_SECURITY_NUMBER",
)
"""PII types that are blocked, in questions and in answers."""

PERSONAL = ("ADDRESS", "EMAIL", "NAME", "PHONE")
"""PII types that are masked in answers; a question may name a person."""

OTHER_ENTITIES = (
    "AGE",
    "CA_HEALTH_NUMBER",
    "CA_SOCIAL_INSURANCE_NUMBER",
    "DRIVER_ID",
    "IP_ADDRESS",
    "LICENSE_PLATE",
    "MAC_ADDRESS",
    "SWIFT_CODE",
    "UK_NATIONAL_HEALTH_SERVICE_NUMBER",
    "UK_NATIONAL_INSURANCE_NUMBER",
    "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER",
    "URL",
    "USERNAME",
    "US_BANK_ACCOUNT_NUMBER",
    "US_BANK_ROUTING_NUMBER",
    "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER",
    "US_PASSPORT_NUMBER",
    "VEHICLE_IDENTIFICATION_NUMBER",
)
"""PII types that Bedrock knows and a guardrail looks for when it is told to.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html
"""

HARMFUL = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")
"""Content filters at full strength, in both directions."""

LONGEST_NAME, LONGEST_DEFINITION, LONGEST_WORDS, LONGEST_PATTERN = 100, 200, 100, 500
MOST_TOPICS, MOST_EXAMPLES, MOST_PATTERNS, MOST_WORDS = 30, 5, 10, 10_000
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
        require_kind("a denied topic's name", self.name, str)
        require_kind("a denied topic's definition", self.definition, str)
        require_each("a denied topic's examples", self.examples, str)
        object.__setattr__(self, "examples", tuple(self.examples))
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


def require_topics(topics: Sequence[DeniedTopic], *, of: str) -> None:
    """Raises ValueError for too many topics, or two of one name; `of` is the path of the construct."""
    _require_at_most(MOST_TOPICS, "denied_topics", topics, of=of)
    _require_known(
        "denied_topics", [text for one in topics for text in (one.name, one.definition, *one.examples)], of=of
    )
    names = [one.name for one in topics]
    if len(set(names)) < len(names):
        raise ValueError(f"{of}: denied_topics must have names of their own, were {', '.join(names)}")


def require_words(words: Sequence[str], *, of: str) -> None:
    """Raises ValueError for what is no list of words; `of` is the path of the construct."""
    if not isinstance(words, str):
        require_each(f"{of}: blocked_words", words, str)
    if isinstance(words, str) or not all(one.strip() and len(one) <= LONGEST_WORDS for one in words):
        raise ValueError(
            f"{of}: blocked_words must be a list of words of 1 to {LONGEST_WORDS} characters, was {words!r}"
        )
    _require_at_most(MOST_WORDS, "blocked_words", words, of=of)
    _require_known("blocked_words", words, of=of)


def require_entities(masked: Sequence[str], also_blocked: Sequence[str], *, of: str) -> None:
    """Raises ValueError for a type that Bedrock does not know, and for one that is masked and blocked."""
    for what, found in (("masked", masked), ("also_blocked", also_blocked)):
        require_each(f"{of}: {what}", found, str)
        if len(set(found)) < len(found):
            raise ValueError(f"{of}: {what} must name each type once, was {list(found)}")
        if unknown := sorted({*found} - {*PERSONAL, *OTHER_ENTITIES}):
            known = ", ".join(sorted((*PERSONAL, *OTHER_ENTITIES)))
            raise ValueError(
                f"{of}: {what} must be types of personal data that are no secrets ({known}), was {unknown[0]!r}"
            )
    if both := sorted({*masked} & {*also_blocked}):
        raise ValueError(f"{of}: a type must be masked or blocked, was both: {', '.join(both)}")


def require_patterns(patterns: Mapping[str, str], *, of: str) -> None:
    """Raises ValueError for what Bedrock does not take as a regular expression; `of` is the path of the construct."""
    _require_at_most(MOST_PATTERNS, "patterns", patterns, of=of)
    _require_known("patterns", [*patterns, *patterns.values()], of=of)
    for name, pattern in patterns.items():
        require_kind(f"{of}: a pattern's name", name, str)
        require_kind(f"{of}: pattern {name!r}", pattern, str)
        if not name.strip() or len(name) > LONGEST_NAME:
            raise ValueError(f"{of}: a pattern must have a name of 1 to {LONGEST_NAME} characters, was {name!r}")
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{of}: pattern {name!r} must be a regular expression: {error}") from error
        if not 0 < len(pattern) <= LONGEST_PATTERN or "(?" in pattern:
            raise ValueError(
                f"{of}: pattern {name!r} must have 1 to {LONGEST_PATTERN} characters and no "
                f"look-around or other extension, was {pattern!r}"
            )


def _require_known(what: str, texts: Collection[str], *, of: str) -> None:
    """A version is named for its content, so the content must be known when it is named."""
    if (isinstance(texts, list) and Token.is_unresolved(texts)) or any(Token.is_unresolved(one) for one in texts):
        raise ValueError(f"{of}: {what} must be known at synth, because a version is named for them; was a token")


def _require_at_most(most: int, what: str, found: Sized, *, of: str) -> None:
    if len(found) > most:
        raise ValueError(f"{of}: {what} must be at most {most}, were {len(found)}")


def usual_content(
    blocked_words: Sequence[str], grounding: float, relevance: float, personal: dict[str, Any]
) -> dict[str, Any]:
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
        "sensitive_information_policy_config": personal,
        "contextual_grounding_policy_config": {
            "filtersConfig": [
                {"type": "GROUNDING", "threshold": grounding},
                {"type": "RELEVANCE", "threshold": relevance},
            ]
        },
        "word_policy_config": words,
    }


def own_topics(topics: Sequence[DeniedTopic]) -> dict[str, Any]:
    """What an organization does not talk about; absent where there is nothing."""
    listed = [
        {"name": one.name, "definition": one.definition, "type": "DENY", "examples": list(one.examples)}
        for one in topics
    ]
    return {"topic_policy_config": {"topicsConfig": listed}} if listed else {}


def personal_data(
    masked: Sequence[str], also_blocked: Sequence[str], patterns: Mapping[str, str], *, in_questions: bool
) -> dict[str, Any]:
    """Types that are blocked both ways, those that are masked in answers or both ways, and an organization's patterns."""
    in_question = {"inputAction": "ANONYMIZE"} if in_questions else {}
    masks = ({**_masked(one), **in_question} for one in masked)
    found: dict[str, Any] = {"piiEntitiesConfig": [*map(_blocked, (*SECRETS, *also_blocked)), *masks]}
    if patterns:
        found["regexesConfig"] = [{"name": name, "pattern": one, **_MASKED} for name, one in patterns.items()]
    return found


_MASKED = {"action": "ANONYMIZE", "inputAction": "NONE", "outputAction": "ANONYMIZE"}


def _blocked(entity: str) -> dict[str, Any]:
    return {"type": entity, "action": "BLOCK", "inputAction": "BLOCK", "outputAction": "BLOCK"}


def _masked(entity: str) -> dict[str, Any]:
    return {"type": entity, **_MASKED}
