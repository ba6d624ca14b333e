"""An endpoint loses its key in a change that no template shows, and the next one to notice is the auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_CM_6
from secure_ai_constructs.regions import rule_offered
from secure_ai_constructs.rules import asks, asks_about
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_RULES = {
    "AWS::Bedrock::ApplicationInferenceProfile": "AWS::Bedrock::ApplicationInferenceProfile",
    "AWS::Bedrock::DataSource": "BEDROCK_DATA_SOURCE_ENCRYPTION_ENABLED",
    "AWS::Bedrock::Guardrail": "AWS::Bedrock::Guardrail",
    "AWS::Bedrock::KnowledgeBase": "AWS::Bedrock::KnowledgeBase",
    "AWS::Bedrock::Prompt": "AWS::Bedrock::Prompt",
    "AWS::EC2::VPC": "VPC_FLOW_LOGS_ENABLED",
    "AWS::OpenSearchServerless::Collection": "OPENSEARCHSERVERLESS_COLLECTION_STANDBYREPLICAS_ENABLED",
    "AWS::RDS::DBCluster": "RDS_CLUSTER_DELETION_PROTECTION_ENABLED",
    "AWS::SageMaker::Domain": "SAGEMAKER_DOMAIN_IN_VPC",
    "AWS::SageMaker::DataQualityJobDefinition": "SAGEMAKER_DATA_QUALITY_JOB_ISOLATION",
    "AWS::SageMaker::EndpointConfig": "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED",
    "AWS::SageMaker::FeatureGroup": "SAGEMAKER_FEATUREGROUP_ENCRYPTION_AT_REST",
    "AWS::SageMaker::Model": "SAGEMAKER_MODEL_ISOLATION_ENABLED",
    "AWS::SageMaker::NotebookInstance": "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS",
}
"""A rule of AWS for the type, or, where there is none, the type that a rule of one's own is about."""


def holds(resource: Resource) -> Truth:
    rule = _RULES[resource.type]
    return asks_about(resource, rule) if rule == resource.type else asks(resource, rule)


def when(resource: Resource) -> Truth:
    """Rules ask a recorder, which may be somebody else's; those that the Region lacks nobody can have."""
    if not rule_offered(_RULES[resource.type], resource.template.region):
        return FALSE
    return resource.is_adopted("recorder") | resource.peers("AWS::Config::ConfigurationRecorder").exist()


CONTROL = Control(
    id="config-watches-ai",
    title="Config has a rule for every kind of model, guardrail, store and network that is used",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=tuple(_RULES),
    when=when,
    holds=holds,
    fix="Add the rules as a conformance pack or one by one; ConfigurationBaseline does.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",),
    baseline=(
        "CFG-2",
        "CFG-4",
    ),
    satisfies=(
        NIST_CA_7,
        NIST_CM_6,
    ),
)
