"""A container prints what it was asked; where no log group waits, SageMaker makes one that is under no key and never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_11

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_FOLDER = "/aws/sagemaker/Endpoints/"


def holds(endpoint: Resource) -> Truth:
    return endpoint.peers("AWS::Logs::LogGroup").any(lambda group: _is_of(group, endpoint))


def _is_of(group: Resource, endpoint: Resource) -> Truth:
    """By the name that both were given, or by a reference to the endpoint's."""
    called, expected = group["LogGroupName"], endpoint["EndpointName"].after(_FOLDER)
    by_reference = called.matches(f"^{_FOLDER}") & called.refers_to(endpoint)
    return (called.same_as(expected) | by_reference) & group.in_region_of(endpoint)


CONTROL = Control(
    id="sagemaker-endpoint-logged",
    title="A log group waits for what an endpoint's containers print",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Name the endpoint, and create the log group /aws/sagemaker/Endpoints/<name> with a key and a retention.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html",),
    baseline=("IAM-7", "MIL-8"),
    satisfies=(NIST_AU_11, NIST_AU_2),
)
