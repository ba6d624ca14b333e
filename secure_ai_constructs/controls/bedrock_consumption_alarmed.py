"""A stolen session or a loop asks the model all night, and the bill is the first to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import measured
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_TOKENS = ("InputTokenCount", "OutputTokenCount")


def holds(profile: Resource) -> Truth:
    return all_of(measured(profile, "AWS/Bedrock", tokens) for tokens in _TOKENS)


CONTROL = Control(
    id="bedrock-consumption-alarmed",
    title="The tokens of each inference profile raise an alarm",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::ApplicationInferenceProfile",),
    holds=holds,
    fix="Alarm on InputTokenCount and OutputTokenCount of AWS/Bedrock with the profile's id; add_query_function does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html",),
    baseline=("DID-2", "IAM-15"),
    satisfies=(NIST_SI_4, OWASP_LLM10),
)
