"""A guardrail is weakened, a store opened, a model exchanged, and everything looks as it did yesterday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_6, NIST_SI_4, OWASP_LLM04

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_CALLS = {
    "AWS::Bedrock::ApplicationInferenceProfile": ("bedrock", "DeleteInferenceProfile"),
    "AWS::Bedrock::DataSource": ("bedrock", "DeleteDataSource", "UpdateDataSource"),
    "AWS::Bedrock::Guardrail": ("bedrock", "DeleteGuardrail", "UpdateGuardrail"),
    "AWS::Bedrock::KnowledgeBase": ("bedrock", "DeleteKnowledgeBase", "UpdateKnowledgeBase"),
    "AWS::Bedrock::Prompt": ("bedrock", "DeletePrompt", "UpdatePrompt"),
    "AWS::OpenSearchServerless::AccessPolicy": ("aoss", "DeleteAccessPolicy", "UpdateAccessPolicy"),
    "AWS::OpenSearchServerless::Collection": ("aoss", "DeleteCollection"),
    "AWS::OpenSearchServerless::SecurityPolicy": ("aoss", "DeleteSecurityPolicy", "UpdateSecurityPolicy"),
    "AWS::RDS::DBCluster": ("rds", "DeleteDBCluster", "ModifyDBCluster"),
    "AWS::S3Vectors::Index": ("s3vectors", "DeleteIndex"),
    "AWS::S3Vectors::VectorBucket": ("s3vectors", "DeleteVectorBucket"),
    "AWS::S3Vectors::VectorBucketPolicy": ("s3vectors", "DeleteVectorBucketPolicy", "PutVectorBucketPolicy"),
    "AWS::SageMaker::Endpoint": ("sagemaker", "DeleteEndpoint", "UpdateEndpoint"),
    "AWS::SageMaker::EndpointConfig": ("sagemaker", "DeleteEndpointConfig"),
    "AWS::SageMaker::Model": ("sagemaker", "DeleteModel"),
    "AWS::SageMaker::ModelCard": ("sagemaker", "DeleteModelCard", "UpdateModelCard"),
    "AWS::SageMaker::ModelPackageGroup": ("sagemaker", "PutModelPackageGroupPolicy", "UpdateModelPackage"),
    "AWS::SageMaker::MonitoringSchedule": ("sagemaker", "DeleteMonitoringSchedule", "StopMonitoringSchedule"),
    "AWS::SageMaker::NotebookInstance": ("sagemaker", "UpdateNotebookInstance"),
}


def holds(resource: Resource) -> Truth:
    return told_of_calls(resource, *_CALLS[resource.type])


CONTROL = Control(
    id="ai-changes-told",
    title="Changes of models, guardrails and stores of vectors raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=tuple(_CALLS),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on the calls that change or delete it; AuditedAccount has one for each service.",
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",),
    baseline=("CFG-2",),
    satisfies=(NIST_CM_6, NIST_SI_4, OWASP_LLM04),
)
