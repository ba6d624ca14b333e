"""A bad model, or one that somebody changed, answers everybody until a person notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import is_of_endpoint
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_SI_4
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

SHORTEST_WAIT = 60
"""Seconds in which an alarm over one minute can ring before all traffic has moved."""
_HEALTH = (
    "CPUUtilization",
    "DiskUtilization",
    "GPUMemoryUtilization",
    "GPUUtilization",
    "Invocation4XXErrors",
    "Invocation5XXErrors",
    "InvocationModelErrors",
    "MemoryUtilization",
    "ModelLatency",
    "OverheadLatency",
)
"""AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html."""


def holds(endpoint: Resource) -> Truth:
    routing = endpoint["DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration"]
    gradual = routing["Type"].one_of("CANARY", "LINEAR") & routing["WaitIntervalInSeconds"].at_least(SHORTEST_WAIT)
    alarms = endpoint["DeploymentConfig.AutoRollbackConfiguration.Alarms"]
    ring = alarms.has_at_least(1) & alarms.all(lambda one: _is_there(one["AlarmName"]))
    ring &= alarms.all(lambda one: _is_of(one["AlarmName"], endpoint)) & alarms.all(
        lambda one: _notices(one["AlarmName"])
    )
    return ring & (gradual | endpoint["DeploymentConfig.RollingUpdatePolicy"].is_set())


def _is_of(name: Value, endpoint: Resource) -> Truth:
    """What another endpoint measures says nothing of this one."""
    return _of_alarm(name, lambda alarm: alarm["Dimensions"].any(lambda one: is_of_endpoint(one["Value"], endpoint)))


def _notices(name: Value) -> Truth:
    """It counts answers that fail, or measures how an instance fares."""
    return _of_alarm(name, lambda alarm: alarm["MetricName"].one_of(*_HEALTH))


def _of_alarm(name: Value, claim: Callable[[Resource], Truth]) -> Truth:
    """What stands elsewhere nobody here can read; and what a composite alarm or an expression is made of is not read."""
    alarm = name.target
    if alarm is None:
        return name.is_set() & UNKNOWN
    if alarm.type != "AWS::CloudWatch::Alarm" or alarm["Metrics"].is_set() is not FALSE:
        return TRUE
    return claim(alarm)


def _is_there(name: Value) -> Truth:
    """An alarm that is named and stands elsewhere may be there, or not."""
    return name.names_a("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm") | (name.is_set() & UNKNOWN)


CONTROL = Control(
    id="sagemaker-endpoint-rolls-back",
    title="Endpoints go back to the former model when alarms ring",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Set DeploymentConfig.AutoRollbackConfiguration.Alarms and a canary; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",),
    baseline=("HA-2",),
    satisfies=(NIST_CM_3, NIST_SI_4),
)
