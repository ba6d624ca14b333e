"""The services that a private workload calls, and what a Region must offer for it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from aws_cdk import Stack, Validations

from secure_ai_constructs.regions import offered

if TYPE_CHECKING:
    from constructs import Construct


class Service(Enum):
    """An AWS service behind an interface endpoint; the value names the endpoint service and its construct."""

    BEDROCK = ("bedrock", "Bedrock")
    BEDROCK_AGENT = ("bedrock-agent", "BedrockAgent")
    BEDROCK_AGENT_RUNTIME = ("bedrock-agent-runtime", "BedrockAgentRuntime")
    BEDROCK_RUNTIME = ("bedrock-runtime", "BedrockRuntime")
    CLOUDWATCH_LOGS = ("logs", "CloudWatchLogs")
    KMS = ("kms", "Kms")
    RDS_DATA = ("rds-data", "RdsData")
    SAGEMAKER_API = ("sagemaker.api", "SageMakerApi")
    SAGEMAKER_RUNTIME = ("sagemaker.runtime", "SageMakerRuntime")
    SECRETS_MANAGER = ("secretsmanager", "SecretsManager")
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


def require_existing_customer(scope: Construct, service: str, given: object, *, instead: str) -> None:
    """Raises ValueError unless somebody says that the account used a service before AWS closed it, and warns of it."""
    if given is not True:
        raise ValueError(
            f"{scope.node.path}: existing_customer must be True, because AWS has closed {service} to new customers and "
            f"elsewhere the deployment fails, was {given!r}; {instead} is for everybody"
        )
    Validations.of(scope).add_warning(
        "SecureAi-ClosedService",
        f"AWS has closed {service} to new customers: in an account that never used it the deployment fails",
    )


def require_offered(scope: Construct, *resource_types: str) -> None:
    """Raises ValueError where CloudFormation does not know the types in the Region of the stack."""
    region = Stack.of(scope).region
    for resource_type in resource_types:
        if not offered(resource_type, region):
            raise ValueError(f"{scope.node.path}: the Region must offer {resource_type}; {region} does not")
