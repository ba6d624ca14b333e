"""A model that nobody has on a page is missed by nobody when it drifts, and asked about first after the damage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(endpoint: Resource) -> Truth:
    return endpoint.peers("AWS::CloudWatch::Dashboard").any(lambda one: _shows(one, endpoint))


def _shows(dashboard: Resource, endpoint: Resource) -> Truth:
    """A dashboard is JSON in a string; metrics name an endpoint in quotes."""
    body, name = dashboard["DashboardBody"], endpoint["EndpointName"].literal
    return body.refers_to(endpoint) | (body.matches(f'"{re.escape(name)}"') if name else FALSE)


CONTROL = Control(
    id="sagemaker-endpoint-on-dashboard",
    title="Every endpoint is on a dashboard",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Show the endpoint's metrics on a CloudWatch dashboard; ModelDashboard does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-dashboard.html",),
    baseline=("MD-1",),
    satisfies=(NIST_CA_7,),
)
