"""Secure, governed AI on AWS: CDK constructs, controls at synth, and a posture report.

Names resolve on first use, so that importing the package starts no Node process.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secure_ai_constructs.nag import SecureAiChecks, accept_risk
    from secure_ai_constructs.patterns.foundation import (
        AccessLogBucket,
        AlertTopic,
        CrossRegionInference,
        CustomerKey,
        DataBucket,
        DataProfile,
        DataResidency,
        KeyPurpose,
        MalwareScan,
        OnPremisesRole,
        Operations,
        PrivateNetwork,
        Service,
        ServiceFunction,
    )
    from secure_ai_constructs.patterns.rag import (
        Chunking,
        ContentGuardrail,
        DeniedTopic,
        DocumentProcessing,
        EmbeddingModel,
        LanguageModel,
        ModelCustomization,
        Parsing,
        QueryFunction,
        SecureBedrockRag,
        Team,
        VectorStore,
    )
    from secure_ai_constructs.patterns.sagemaker import (
        CardContent,
        ContainerImage,
        Dataset,
        DriftMonitor,
        GuardedModel,
        InstanceFleet,
        MlPersonas,
        ModelArtifacts,
        ModelCard,
        ModelDashboard,
        ModelLineage,
        ModelRegistry,
        ModelSignature,
        PrivateSageMakerEndpoint,
        Problem,
        RiskRating,
        SecureNotebook,
        ServedModel,
    )

_HOMES = {
    "AccessLogBucket": "patterns.foundation",
    "AlertTopic": "patterns.foundation",
    "CardContent": "patterns.sagemaker",
    "Chunking": "patterns.rag",
    "ContainerImage": "patterns.sagemaker",
    "ContentGuardrail": "patterns.rag",
    "CrossRegionInference": "patterns.foundation",
    "CustomerKey": "patterns.foundation",
    "DataBucket": "patterns.foundation",
    "DataProfile": "patterns.foundation",
    "DataResidency": "patterns.foundation",
    "Dataset": "patterns.sagemaker",
    "DeniedTopic": "patterns.rag",
    "DocumentProcessing": "patterns.rag",
    "DriftMonitor": "patterns.sagemaker",
    "EmbeddingModel": "patterns.rag",
    "GuardedModel": "patterns.sagemaker",
    "InstanceFleet": "patterns.sagemaker",
    "KeyPurpose": "patterns.foundation",
    "LanguageModel": "patterns.rag",
    "MalwareScan": "patterns.foundation",
    "MlPersonas": "patterns.sagemaker",
    "ModelArtifacts": "patterns.sagemaker",
    "ModelCard": "patterns.sagemaker",
    "ModelCustomization": "patterns.rag",
    "ModelDashboard": "patterns.sagemaker",
    "ModelLineage": "patterns.sagemaker",
    "ModelRegistry": "patterns.sagemaker",
    "ModelSignature": "patterns.sagemaker",
    "OnPremisesRole": "patterns.foundation",
    "Operations": "patterns.foundation",
    "Parsing": "patterns.rag",
    "PrivateNetwork": "patterns.foundation",
    "PrivateSageMakerEndpoint": "patterns.sagemaker",
    "Problem": "patterns.sagemaker",
    "QueryFunction": "patterns.rag",
    "RiskRating": "patterns.sagemaker",
    "SecureAiChecks": "nag",
    "SecureBedrockRag": "patterns.rag",
    "SecureNotebook": "patterns.sagemaker",
    "ServedModel": "patterns.sagemaker",
    "Service": "patterns.foundation",
    "ServiceFunction": "patterns.foundation",
    "Team": "patterns.rag",
    "VectorStore": "patterns.rag",
    "accept_risk": "nag",
}

__all__ = [
    "AccessLogBucket",
    "AlertTopic",
    "CardContent",
    "Chunking",
    "ContainerImage",
    "ContentGuardrail",
    "CrossRegionInference",
    "CustomerKey",
    "DataBucket",
    "DataProfile",
    "DataResidency",
    "Dataset",
    "DeniedTopic",
    "DocumentProcessing",
    "DriftMonitor",
    "EmbeddingModel",
    "GuardedModel",
    "InstanceFleet",
    "KeyPurpose",
    "LanguageModel",
    "MalwareScan",
    "MlPersonas",
    "ModelArtifacts",
    "ModelCard",
    "ModelCustomization",
    "ModelDashboard",
    "ModelLineage",
    "ModelRegistry",
    "ModelSignature",
    "OnPremisesRole",
    "Operations",
    "Parsing",
    "PrivateNetwork",
    "PrivateSageMakerEndpoint",
    "Problem",
    "QueryFunction",
    "RiskRating",
    "SecureAiChecks",
    "SecureBedrockRag",
    "SecureNotebook",
    "ServedModel",
    "Service",
    "ServiceFunction",
    "Team",
    "VectorStore",
    "accept_risk",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
