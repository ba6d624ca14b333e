"""Somebody tries the guardrail for hours, until something gets through, and nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import measured
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM01

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    return measured(guardrail, "AWS/Bedrock/Guardrails", "InvocationsIntervened")


CONTROL = Control(
    id="bedrock-guardrail-alarmed",
    title="Interventions of a guardrail raise an alarm",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Alarm on InvocationsIntervened of AWS/Bedrock/Guardrails for the guardrail's ARN and version; ContentGuardrail.alarm_to does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html",),
    baseline=("GR-8", "MM-7"),
    satisfies=(NIST_SI_4, OWASP_LLM01),
)
