"""Somebody inside the network tries to carry documents to an account of his own, and is refused, and tries again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12, NIST_SC_7
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_SOURCES = tuple(f"{one}.amazonaws.com" for one in ("bedrock", "kms", "s3", "sagemaker", "secretsmanager"))


def holds(trail: Resource) -> Truth:
    return all_of(trail["AdvancedEventSelectors"].any(lambda one: _records(one, source)) for source in _SOURCES)  # noqa: B023 - all_of asks at once


def _records(selector: Value, source: str) -> Truth:
    fields = selector["FieldSelectors"]
    return fields.any(lambda one: one["Equals"].any(lambda value: value.equals("NetworkActivity"))) & fields.any(
        lambda one: one["Field"].equals("eventSource") & one["Equals"].any(lambda value: value.equals(source))
    )


CONTROL = Control(
    id="cloudtrail-refusals-recorded",
    title="Trails record what VPC endpoints refuse",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Add a NetworkActivity selector for each service that has an endpoint; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html",),
    baseline=("CT-4",),
    satisfies=(
        NIST_AU_12,
        NIST_SC_7,
    ),
)
