"""Answers grow worse, or decide by other features than were approved, and everybody trusts them still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM09
from secure_ai_constructs.truth import FALSE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_NAMESPACES = r"^(SecureAi/ModelMonitor|/?aws/sagemaker/Endpoints/)"


def holds(endpoint: Resource) -> Truth:
    return all_of(_told(endpoint, kind) for kind in ("quality", "attribution"))


def _told(endpoint: Resource, kind: str) -> Truth:
    """Of drift, and of silence: a monitor that stopped finds none."""
    alarms = endpoint.peers("AWS::CloudWatch::Alarm")
    return alarms.any(lambda one: _watches(one, endpoint, kind) & ~one["TreatMissingData"].equals("breaching")) & (
        alarms.any(lambda one: _watches(one, endpoint, kind) & one["TreatMissingData"].equals("breaching"))
    )


def _watches(alarm: Resource, endpoint: Resource, kind: str) -> Truth:
    dimensions = alarm["Dimensions"]
    return (
        alarm["Namespace"].matches(_NAMESPACES)
        & dimensions.any(lambda one: _is_of(one["Value"], endpoint))
        & dimensions.any(lambda one: one["Name"].equals("MonitoringType") & one["Value"].equals(kind))
        & alarm["AlarmActions"].has_at_least(1)
        & ~alarm["ActionsEnabled"].equals(False)
        & ~alarm["MetricName"].equals("Samples")
    )


def _is_of(value: Value, endpoint: Resource) -> Truth:
    name = endpoint["EndpointName"].literal
    return value.refers_to(endpoint) | (value.equals(name) if name else FALSE)


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
