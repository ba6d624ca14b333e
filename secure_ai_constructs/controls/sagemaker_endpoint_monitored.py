"""The world changes, or somebody shapes what the model is asked, and it decides on what it never learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import scheduled, told_of_drift
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM04

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return told_of_drift(endpoint, "data") | scheduled(endpoint, "DataQuality")


CONTROL = Control(
    id="sagemaker-endpoint-monitored",
    title="Drift of what an endpoint is asked raises an alarm, and so does its silence",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Watch the endpoint with DriftMonitor or alarm on the metrics of SageMaker Model Monitor.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html",),
    baseline=("MM-1", "MM-2", "MM-6"),
    satisfies=(NIST_SI_4, OWASP_LLM04),
)
