"""A bucket policy changes, invocations are no longer delivered, and the gap is found by whoever needed the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import acts
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

MANY = 100
"""Failures that are let pass are prompts that nobody can look up."""
_METRICS = (
    "ModelInvocationLargeDataS3DeliveryFailure",
    "ModelInvocationLogsCloudWatchDeliveryFailure",
    "ModelInvocationLogsS3DeliveryFailure",
)


def holds(logging: Resource) -> Truth:
    alarms = logging.peers("AWS::CloudWatch::Alarm")
    return all_of(alarms.any(lambda alarm: _watches(alarm, metric) & acts(alarm) & _soon(alarm)) for metric in _METRICS)  # noqa: B023 - all_of asks at once


def _watches(alarm: Resource, metric: str) -> Truth:
    """By the metric itself, or in a query of Metrics Insights."""
    return alarm["MetricName"].equals(metric) | alarm["Metrics"].any(
        lambda one: one["Expression"].matches(rf"\b{metric}\b")
    )


def _soon(alarm: Resource) -> Truth:
    return ~alarm["Threshold"].at_least(MANY)


CONTROL = Control(
    id="bedrock-invocation-log-alarmed",
    title="Invocations that cannot be logged raise an alarm",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("Custom::BedrockInvocationLogging",),
    holds=holds,
    fix="Alarm on the three delivery-failure metrics of AWS/Bedrock; InvocationLogging does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html",),
    baseline=("MIL-4",),
    satisfies=(NIST_AU_5,),
)
