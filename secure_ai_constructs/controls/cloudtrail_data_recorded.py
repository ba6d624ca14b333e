"""Documents are retrieved, vectors read, a model asked, and the trail that was to prove it holds nothing of the kind.

These calls are data events: a trail records those of a resource type only when a selector names the type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_12, OWASP_LLM08
from secure_ai_constructs.sources import receives_logs
from secure_ai_constructs.trails import records

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

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
    "AWS::SageMaker::FeatureGroup": "AWS::SageMaker::FeatureGroup",
}


def holds(resource: Resource) -> Truth:
    return resource.peers("AWS::CloudTrail::Trail").any(lambda trail: records(trail, resource, _EVENTS[resource.type]))


def when(resource: Resource) -> Truth:
    """What receives logs is left out: a trail of it would record its own writing."""
    is_recorded = resource.peers("AWS::CloudTrail::Trail").exist()
    return is_recorded & ~receives_logs(resource) if resource.type == "AWS::S3::Bucket" else is_recorded


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
