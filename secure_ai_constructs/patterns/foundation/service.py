"""The services that a private workload calls, and where AWS offers what the patterns are made of."""

from __future__ import annotations

from enum import Enum


class Service(Enum):
    """An AWS service behind an interface endpoint; the value names the endpoint service and its construct."""

    BEDROCK = ("bedrock", "Bedrock")
    BEDROCK_AGENT = ("bedrock-agent", "BedrockAgent")
    BEDROCK_AGENT_RUNTIME = ("bedrock-agent-runtime", "BedrockAgentRuntime")
    BEDROCK_RUNTIME = ("bedrock-runtime", "BedrockRuntime")
    CLOUDWATCH_LOGS = ("logs", "CloudWatchLogs")
    KMS = ("kms", "Kms")
    SAGEMAKER_API = ("sagemaker.api", "SageMakerApi")
    SAGEMAKER_RUNTIME = ("sagemaker.runtime", "SageMakerRuntime")
    STS = ("sts", "Sts")


SDK_NAMES = {Service.SAGEMAKER_API: "SAGEMAKER"}
"""What an SDK calls a service in `AWS_ENDPOINT_URL_…`, where it is not the name here."""

WITH_FIPS = (
    Service.BEDROCK,
    Service.BEDROCK_RUNTIME,
    Service.KMS,
    Service.SAGEMAKER_API,
    Service.SAGEMAKER_RUNTIME,
    Service.STS,
)
"""Services with an endpoint whose cryptography is validated under FIPS 140."""

_NEW_AND_SMALL = (
    "af-south-1",
    "ap-east-2",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "mx-central-1",
)
NOT_OFFERED: dict[str, tuple[str, ...]] = {
    "AWS::AuditManager::Assessment": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "sa-east-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::Bedrock::ApplicationInferenceProfile": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-south-2",
        "ap-southeast-4",
        "eu-north-1",
        "eu-south-2",
        "il-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
    ),
    "AWS::Bedrock::EnforcedGuardrailConfiguration": (
        "af-south-1",
        "ap-east-1",
        "ap-southeast-6",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "me-central-1",
        "mx-central-1",
    ),
    "AWS::Bedrock::KnowledgeBase": (
        *_NEW_AND_SMALL,
        "ap-east-1",
        "ap-southeast-3",
        "ap-southeast-4",
        "il-central-1",
        "me-central-1",
        "us-west-1",
    ),
    "AWS::Budgets::Budget": (
        *(one for one in _NEW_AND_SMALL if not one.startswith("cn-")),
        "ap-east-1",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::EC2::VPCEncryptionControl": (
        "ap-east-2",
        "ap-northeast-2",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "cn-north-1",
        "cn-northwest-1",
        "eu-south-2",
        "il-central-1",
        "mx-central-1",
    ),
    "AWS::Macie::Session": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "eu-south-2",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::OpenSearchServerless::Collection": (
        *_NEW_AND_SMALL,
        "ap-southeast-3",
        "ap-southeast-4",
        "il-central-1",
        "me-central-1",
    ),
    "AWS::S3Vectors::Index": ("il-central-1", "me-central-1"),
}
"""Regions whose CloudFormation does not know a type; as cfn-lint lists them, which a test compares."""


def offered(resource_type: str, region: str) -> bool:
    """Whether CloudFormation knows the type in the Region; a Region that is not listed is believed to have it."""
    return region not in NOT_OFFERED.get(resource_type, ())
