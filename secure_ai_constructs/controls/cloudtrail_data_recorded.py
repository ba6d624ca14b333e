"""Documents are retrieved, vectors read, a model asked, and the trail that was to prove it holds nothing of the kind.

These calls are data events: a trail records those of a resource type only when a selector names the type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_12, OWASP_LLM08
from secure_ai_constructs.sources import receives_logs
from secure_ai_constructs.truth import FALSE, Truth, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_EVENTS = {
    "AWS::Bedrock::Guardrail": "AWS::Bedrock::Guardrail",
    "AWS::Bedrock::KnowledgeBase": "AWS::Bedrock::KnowledgeBase",
    "AWS::Bedrock::Prompt": "AWS::Bedrock::PromptVersion",
    "AWS::OpenSearchServerless::Collection": "AWS::AOSS::Collection",
    "AWS::RDS::DBCluster": "AWS::RDS::DBCluster",
    "AWS::S3::Bucket": "AWS::S3::Object",
    "AWS::S3Vectors::Index": "AWS::S3Vectors::Index",
    "AWS::S3Vectors::VectorBucket": "AWS::S3Vectors::VectorBucket",
    "AWS::SageMaker::Endpoint": "AWS::SageMaker::Endpoint",
}

_BUCKET = "AWS::S3::Bucket"
_NAMING, _EXCLUDING = ("EndsWith", "Equals", "StartsWith"), ("NotEndsWith", "NotEquals", "NotStartsWith")


def holds(resource: Resource) -> Truth:
    return resource.peers("AWS::CloudTrail::Trail").any(
        lambda trail: (
            trail["AdvancedEventSelectors"].any(lambda one: _records(one["FieldSelectors"], resource))
            | trail["EventSelectors"].any(
                lambda one: (
                    one["DataResources"].any(lambda kind: _names(kind, resource))
                    & (~one["ReadWriteType"].is_set() | one["ReadWriteType"].equals("All"))
                )
            )
        )
    )


def _records(fields: Value, resource: Resource) -> Truth:
    """Of the type, of reads and writes, and of all resources or of this one."""
    event = _EVENTS[resource.type]
    of_type = fields.any(
        lambda one: one["Field"].equals("resources.type") & one["Equals"].any(lambda it: it.equals(event))
    )
    return of_type & fields.all(
        lambda one: (
            one["Field"].one_of("eventCategory", "resources.type", "resources.ARN")
            & implied(one["Field"].equals("resources.ARN"), lambda: _reaches(one, resource))
        )
    )


def _reaches(field: Value, resource: Resource) -> Truth:
    """It excludes others, or begins with what names the resource, and not a part of it."""
    if resource.type == _BUCKET:
        named = field["StartsWith"].any(lambda arn: _is_whole(arn, resource))
    else:
        named = any_of(field[name].any(lambda arn: arn.refers_to(resource)) for name in ("Equals", "StartsWith"))
    excluded = any_of(field[name].any(lambda arn: arn.refers_to(resource)) for name in _EXCLUDING)
    return (named | ~any_of(field[name].is_set() for name in _NAMING)) & ~excluded


def _names(kind: Value, resource: Resource) -> Truth:
    """In a basic selector."""
    whole = kind["Values"].any(lambda arn: arn.matches(r"^arn:[^:]+:[a-z0-9]+(:::)?$") | _is_whole(arn, resource))
    return kind["Type"].equals(_EVENTS[resource.type]) & whole


def _is_whole(arn: Value, resource: Resource) -> Truth:
    """All objects of a bucket; of what has no objects, itself."""
    is_part = arn.matches("/.") if resource.type == _BUCKET else FALSE
    return arn.refers_to(resource) & ~is_part


def when(resource: Resource) -> Truth:
    """What receives logs is left out: a trail of it would record its own writing."""
    is_recorded = resource.peers("AWS::CloudTrail::Trail").exist()
    return is_recorded & ~receives_logs(resource) if resource.type == _BUCKET else is_recorded


CONTROL = Control(
    id="cloudtrail-data-recorded",
    title="The trail records data events of every kind of resource that is used",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=tuple(_EVENTS),
    when=when,
    holds=holds,
    fix="Add an advanced event selector with this resources.type; AuditTrail has them all.",
    sources=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",),
    baseline=("CT-3", "DLG-1"),
    satisfies=(NIST_AU_12, NIST_AU_2, OWASP_LLM08),
)
