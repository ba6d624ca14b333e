"""What the trail records: all calls that manage, and those that carry data of models, documents and vectors.

AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_cloudtrail as cloudtrail

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA_EVENTS = {
    "AWS::AOSS::Collection": "OpenSearch vectors",
    "AWS::Bedrock::AgentAlias": "Agents",
    "AWS::Bedrock::AsyncInvoke": "Asynchronous model invocations",
    "AWS::Bedrock::Blueprint": "What data automation looks for",
    "AWS::Bedrock::DataAutomationInvocation": "Documents that data automation reads",
    "AWS::Bedrock::DataAutomationProfile": "Where data automation runs",
    "AWS::Bedrock::DataAutomationProject": "Projects of data automation",
    "AWS::Bedrock::FlowAlias": "Flows, a way around the guardrail",
    "AWS::Bedrock::FlowExecution": "Flows that run by themselves",
    "AWS::Bedrock::Guardrail": "Guardrail checks",
    "AWS::Bedrock::InlineAgent": "Agents that are made for a call",
    "AWS::Bedrock::KnowledgeBase": "Retrieval from knowledge bases",
    "AWS::Bedrock::Model": "Model invocations over streams",
    "AWS::Bedrock::PromptVersion": "Governed prompts",
    "AWS::Bedrock::Session": "What conversations keep",
    "AWS::Bedrock::Tool": "Tools of models",
    "AWS::BedrockAgentCore::APIKeyCredentialProvider": "Keys that agents are given",
    "AWS::BedrockAgentCore::Browser": "Browsers of AWS's for agents",
    "AWS::BedrockAgentCore::BrowserCustom": "Browsers of agents",
    "AWS::BedrockAgentCore::CodeInterpreter": "Code that agents run in AWS's own interpreter",
    "AWS::BedrockAgentCore::CodeInterpreterCustom": "Code that agents run",
    "AWS::BedrockAgentCore::Gateway": "Tools of agents",
    "AWS::BedrockAgentCore::Memory": "What agents remember",
    "AWS::BedrockAgentCore::OAuth2CredentialProvider": "Tokens that agents are given",
    "AWS::BedrockAgentCore::Runtime": "Calls of agents of one's own",
    "AWS::BedrockAgentCore::RuntimeEndpoint": "Calls of agents at their endpoints",
    "AWS::BedrockAgentCore::TokenVault": "Where tokens of agents lie",
    "AWS::BedrockAgentCore::WorkloadIdentity": "Who agents are",
    "AWS::BedrockMantle::Project": "Mantle, which nobody should use",
    "AWS::Lambda::Function": "Calls of functions",
    "AWS::RDS::DBCluster": "SQL over the Data API",
    "AWS::S3Vectors::Index": "Vectors in S3",
    "AWS::S3Vectors::VectorBucket": "Vector buckets in S3",
    "AWS::SageMaker::Endpoint": "Calls of models of one's own",
    "AWS::SageMaker::ExperimentTrialComponent": "Metrics of training",
    "AWS::SageMaker::FeatureGroup": "Features of models of one's own",
}
"""The types of `resources.type`, each with the name of its selector."""

NETWORK_SOURCES = (
    "bedrock.amazonaws.com",
    "kms.amazonaws.com",
    "s3.amazonaws.com",
    "sagemaker.amazonaws.com",
    "secretsmanager.amazonaws.com",
)
"""Of their endpoints, the trail records what the endpoint's policy refused."""

INSIGHTS = ("ApiCallRateInsight", "ApiErrorRateInsight")

Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty
Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty


def selectors(not_objects_of: Sequence[str]) -> list[Selector]:
    """The trail's selectors; objects of the buckets with these ARNs are not recorded, or logs would log themselves."""
    return [
        _selector("Management", _is("eventCategory", "Management")),
        _selector(
            "Objects",
            _is("eventCategory", "Data"),
            _is("resources.type", "AWS::S3::Object"),
            Field(field="resources.ARN", not_starts_with=[f"{arn}/" for arn in not_objects_of]),
        ),
        *(
            _selector(name, _is("eventCategory", "Data"), _is("resources.type", kind))
            for kind, name in DATA_EVENTS.items()
        ),
        *(
            _selector(
                f"Refused by endpoints of {source.partition('.')[0]}",
                _is("eventCategory", "NetworkActivity"),
                _is("eventSource", source),
                _is("errorCode", "VpceAccessDenied"),
            )
            for source in NETWORK_SOURCES
        ),
    ]


def _selector(name: str, *fields: Field) -> Selector:
    return Selector(name=name, field_selectors=list(fields))


def _is(name: str, value: str) -> Field:
    return Field(field=name, equal_to=[value])
