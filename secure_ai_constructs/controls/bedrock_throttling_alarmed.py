"""Whoever floods the model takes it from everybody else, and users tell of it before anybody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import measured
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(profile: Resource) -> Truth:
    return measured(profile, "AWS/Bedrock", "InvocationThrottles")


CONTROL = Control(
    id="bedrock-throttling-alarmed",
    title="Calls that Bedrock refuses because there are too many raise an alarm",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::ApplicationInferenceProfile",),
    holds=holds,
    fix="Alarm on InvocationThrottles of AWS/Bedrock with the profile's id; add_query_function does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html",),
    baseline=("HA-3", "DID-2"),
    satisfies=(NIST_SI_4, OWASP_LLM10),
)
