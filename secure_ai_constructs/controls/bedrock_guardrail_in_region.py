"""Everything that is checked leaves the Region, because the guardrail borrows capacity elsewhere.

The standard tier needs a guardrail profile, which routes across Regions. The classic tier does not.
Whoever wants the geography says so: the tag `InferenceGeography` names it, and is never
`global`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(guardrail: Resource) -> Truth:
    profile = guardrail["CrossRegionConfig.GuardrailProfileArn"]
    return ~guardrail["CrossRegionConfig"].is_set() | (
        guardrail["Tags"].any(
            lambda tag: tag["Key"].equals("InferenceGeography") & _names(tag["Value"], profile),
        )
        & ~profile.matches(r":guardrail-profile/global\.")
    )


def _names(geography: Value, profile: Value) -> Truth:
    if geography.literal is None:
        return geography.is_set() & UNKNOWN
    return profile.matches(rf":guardrail-profile/{re.escape(geography.literal)}\.")


CONTROL = Control(
    id="bedrock-guardrail-in-region",
    title="Guardrails evaluate in the Region, or in the geography that their tag names",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Leave CrossRegionConfig out and use the classic tier, or tag the guardrail with InferenceGeography.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region.html",),
    baseline=("RES-6",),
    satisfies=(NIST_SA_9_5,),
)
