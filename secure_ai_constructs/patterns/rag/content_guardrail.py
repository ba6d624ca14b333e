"""One guardrail for all teams: what may be asked, what may be answered, and in which version."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from aws_cdk import Names, RemovalPolicy, Stack
from aws_cdk import aws_bedrock as bedrock
from constructs import Construct

from secure_ai_constructs.patterns.foundation import CustomerKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms

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


class ContentGuardrail(Construct):
    """A guardrail with every layer on, and a numbered version of exactly its present content.

    The version's logical id follows the content: a changed guardrail makes a new version, and the
    old one is kept for those who still name it. A change made through the L1 is not seen: it needs
    a version of its own.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey | None = None,
        blocked_words: Sequence[str] = (),
        grounding: float = 0.7,
        relevance: float = 0.5,
    ) -> None:
        """Creates guardrail and version; `grounding` and `relevance` are thresholds from 0.5 up to, not including, 1."""
        super().__init__(scope, id)
        for name, threshold in (("grounding", grounding), ("relevance", relevance)):
            if not 0.5 <= threshold < 1:  # noqa: PLR2004 - the range that the message states
                raise ValueError(f"{self.node.path}: {name} must be at least 0.5 and below 1, was {threshold}")
        self.key = key or CustomerKey(self, "Key", description="Encrypts the guardrail").key
        content = _content(blocked_words, grounding, relevance)
        self.guardrail = bedrock.CfnGuardrail(
            self,
            "Guardrail",
            name=Names.unique_resource_name(self, max_length=50, separator="-"),
            description="Blocks attacks, harmful content and secrets; masks personal data; checks grounding",
            kms_key_arn=self.key.key_arn,
            **content,
        )
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
        self.version = bedrock.CfnGuardrailVersion(
            self,
            "Version",
            guardrail_identifier=self.guardrail.attr_guardrail_id,
            description=f"Content {digest}",
        )
        stack = Stack.of(self)
        self.version.override_logical_id(f"{stack.get_logical_id(self.version)}{digest}")
        self.version.apply_removal_policy(RemovalPolicy.RETAIN)

    @property
    def versioned_arn(self) -> str:
        """`<guardrail ARN>:<version>`, as `bedrock:GuardrailIdentifier` spells it."""
        return f"{self.guardrail.attr_guardrail_arn}:{self.version.attr_version}"


def _content(blocked_words: Sequence[str], grounding: float, relevance: float) -> dict[str, Any]:
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
        "sensitive_information_policy_config": {
            "piiEntitiesConfig": [*map(_blocked, SECRETS), *map(_masked, PERSONAL)],
        },
        "contextual_grounding_policy_config": {
            "filtersConfig": [
                {"type": "GROUNDING", "threshold": grounding},
                {"type": "RELEVANCE", "threshold": relevance},
            ]
        },
        "word_policy_config": words,
    }


def _blocked(entity: str) -> dict[str, Any]:
    return {"type": entity, "action": "BLOCK", "inputAction": "BLOCK", "outputAction": "BLOCK"}


def _masked(entity: str) -> dict[str, Any]:
    return {"type": entity, "action": "ANONYMIZE", "inputAction": "NONE", "outputAction": "ANONYMIZE"}
