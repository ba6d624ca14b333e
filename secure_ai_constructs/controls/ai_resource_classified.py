"""Nobody knows whose data it is or how sensitive, so nobody notices that it lies in the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_16, NIST_RA_2
from secure_ai_constructs.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_TAGS = ("DataClassification", "DataResidency", "Owner")
_TENANTS = ("Team", "Tenant")
_OF_A_TENANT = (
    "AWS::Bedrock::KnowledgeBase",
    "AWS::RDS::DBCluster",
    "AWS::S3Vectors::Index",
    "AWS::S3Vectors::VectorBucket",
)
"""What holds somebody's documents, or vectors made of them."""


def holds(resource: Resource) -> Truth:
    tags = resource["Tags"]
    said = all_of(_carries(tags, tag) for tag in _TAGS)
    return said & any_of(_carries(tags, tag) for tag in _TENANTS) if resource.type in _OF_A_TENANT else said


def _carries(tags: Value, tag: str) -> Truth:
    """Tags are a mapping on some types and a list on most."""
    if tags.keys:
        return tags[tag].is_set()
    return tags.any(lambda one: one["Key"].equals(tag) & one["Value"].is_set())


CONTROL = Control(
    id="ai-resource-classified",
    title="AI resources carry an owner, a data classification and a jurisdiction, and stores their team",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::ApplicationInferenceProfile",
        "AWS::Bedrock::Guardrail",
        "AWS::Bedrock::KnowledgeBase",
        "AWS::Bedrock::Prompt",
        "AWS::RDS::DBCluster",
        "AWS::S3Vectors::Index",
        "AWS::S3Vectors::VectorBucket",
    ),
    holds=holds,
    fix="Tag them with Owner, DataClassification and DataResidency, and what holds documents or vectors with Team or Tenant; Tags.of(scope).add reaches everything below a scope.",
    sources=("https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",),
    baseline=("RES-7",),
    satisfies=(
        NIST_AC_16,
        NIST_RA_2,
    ),
)
