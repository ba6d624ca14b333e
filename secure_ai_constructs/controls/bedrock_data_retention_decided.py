"""A model's provider keeps every prompt and answer for review, and a leak at the provider is a leak of the data.

CloudFormation has no type for the setting: the control looks at this library's custom resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_12, OWASP_LLM02

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(setting: Resource) -> Truth:
    return setting["Mode"].one_of("none", "inherit")


CONTROL = Control(
    id="bedrock-data-retention-decided",
    title="Providers of models keep no prompts, unless the organization says so",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("Custom::BedrockDataRetention",),
    holds=holds,
    fix="Set Mode to none, or to inherit where the organization decides; DataRetention has these two.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html",),
    baseline=("RES-5",),
    satisfies=(
        NIST_SI_12,
        OWASP_LLM02,
    ),
)
