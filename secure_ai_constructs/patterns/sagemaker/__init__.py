"""Models that are deployed, and what is written down about them."""

from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.drift_monitor import DriftMonitor
from secure_ai_constructs.patterns.sagemaker.instance_fleet import InstanceFleet
from secure_ai_constructs.patterns.sagemaker.model_artifacts import ModelArtifacts
from secure_ai_constructs.patterns.sagemaker.model_card import CardContent, ModelCard, RiskRating
from secure_ai_constructs.patterns.sagemaker.model_signature import ModelSignature, Problem
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint, ServedModel

__all__ = [
    "CardContent",
    "ContainerImage",
    "DriftMonitor",
    "InstanceFleet",
    "ModelArtifacts",
    "ModelCard",
    "ModelSignature",
    "PrivateSageMakerEndpoint",
    "Problem",
    "RiskRating",
    "ServedModel",
]
