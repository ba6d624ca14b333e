"""Alarms on drift are of no use when nothing measures it: silence is told of days later, and a schedule prevents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import may
from secure_ai_constructs.alerts import is_of_endpoint, runs_by_clock, scheduled
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_SI_4
from secure_ai_constructs.truth import FALSE

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(endpoint: Resource) -> Truth:
    return scheduled(endpoint, "DataQuality") | endpoint.peers("AWS::Lambda::Function").any(
        lambda function: _is_told_of(function, endpoint) & _starts_jobs(function) & runs_by_clock(function)
    )


def _is_told_of(function: Resource, endpoint: Resource) -> Truth:
    variables = function["Environment"]["Variables"]
    return endpoint.assembly.any_of(variables.keys, lambda name: is_of_endpoint(variables[name], endpoint))


def _starts_jobs(function: Resource) -> Truth:
    role = function["Role"].target
    return may(role, "sagemaker:CreateProcessingJob") if role else FALSE


CONTROL = Control(
    id="sagemaker-drift-scheduled",
    title="Jobs that look for drift of an endpoint are started by a schedule",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Watch the endpoint with DriftMonitor, or start jobs of your own by a schedule and a function that is told its name.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html",),
    baseline=("MM-1", "MM-2"),
    satisfies=(NIST_CA_7, NIST_SI_4),
)
