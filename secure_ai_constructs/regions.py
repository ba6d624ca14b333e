"""Where CloudFormation knows a type of resource: what builders and judges both go by."""

from __future__ import annotations

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
    "AWS::Bedrock::Guardrail": (
        "af-south-1",
        "ap-east-1",
        "ap-southeast-6",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
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
    "AWS::SageMaker::Artifact": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::SageMaker::Endpoint": ("me-central-1", "us-gov-east-1"),
    "AWS::SageMaker::ModelCard": ("ap-east-2", "ap-southeast-6"),
    "AWS::SageMaker::ModelPackageGroup": (
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-4",
        "ap-southeast-6",
        "cn-north-1",
        "cn-northwest-1",
        "us-gov-east-1",
    ),
    "AWS::SageMaker::MonitoringSchedule": (
        "af-south-1",
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "mx-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    ),
    "AWS::SageMaker::NotebookInstance": ("me-central-1", "us-gov-east-1"),
}
"""Regions whose CloudFormation does not know a type; as cfn-lint lists them, which a test compares."""


def offered(resource_type: str, region: str | None) -> bool:
    """Whether CloudFormation knows the type in the Region; one that is not listed, or not known, is believed to."""
    return region not in NOT_OFFERED.get(resource_type, ())


_NEAR = {"ap": ("apac|au|jp", "ap"), "ca": ("ca|us", "ca|us"), "eu": ("eu", "eu"), "us": ("us|us-gov", "us")}
"""By how a Region begins: the inference profiles whose Regions are under the same laws, more or less, and those Regions."""


def geographies_near(region: str | None) -> str:
    """The prefixes of inference profiles near a Region, as a pattern such as `us|us-gov`; empty where none is known."""
    return _near(region)[0]


def regions_near(region: str | None) -> str:
    """The prefixes of the Regions behind those profiles, such as `ca|us` near `ca-central-1`; empty as for them."""
    return _near(region)[1]


def _near(region: str | None) -> tuple[str, str]:
    return _NEAR.get((region or "").partition("-")[0], ("", ""))
