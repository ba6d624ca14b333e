"""The world changes, or somebody shapes what the model is asked, and it decides on what it never learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM04
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_NAMESPACES = r"^(SecureAi/ModelMonitor|/?aws/sagemaker/Endpoints/)"


def holds(endpoint: Resource) -> Truth:
    return _told(endpoint, "data")


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
    id="sagemaker-endpoint-monitored",
    title="Drift of what an endpoint is asked raises an alarm, and so does its silence",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Watch the endpoint with DriftMonitor or alarm on metrics of your own by EndpointName and MonitoringType.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html",),
    baseline=("MM-1", "MM-2", "MM-6"),
    satisfies=(NIST_SI_4, OWASP_LLM04),
)
