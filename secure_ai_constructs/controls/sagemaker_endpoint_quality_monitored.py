"""Answers grow worse, or decide by other features than were approved, and everybody trusts them still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import scheduled, told_of_drift
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM09
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_KINDS = {"quality": "ModelQuality", "attribution": "ModelExplainability"}
"""What each is called by DriftMonitor, and by SageMaker Model Monitor."""


def holds(endpoint: Resource) -> Truth:
    return all_of(told_of_drift(endpoint, kind) | scheduled(endpoint, managed) for kind, managed in _KINDS.items())


CONTROL = Control(
    id="sagemaker-endpoint-quality-monitored",
    title="Quality and attribution of an endpoint's answers raise alarms, and so does their silence",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Watch the endpoint with DriftMonitor, which needs labels for quality.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality.html",),
    baseline=("MM-3", "MM-5", "MM-6"),
    satisfies=(NIST_SI_4, OWASP_LLM09),
)
