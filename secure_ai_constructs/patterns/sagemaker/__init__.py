"""Models that are deployed, and what is written down about them."""

from secure_ai_constructs.patterns.sagemaker.clarify_jobs import Clarify
from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.drift_monitor import DriftMonitor
from secure_ai_constructs.patterns.sagemaker.guarded_model import GuardedModel
from secure_ai_constructs.patterns.sagemaker.instance_fleet import InstanceFleet
from secure_ai_constructs.patterns.sagemaker.managed_drift_monitor import ManagedDriftMonitor
from secure_ai_constructs.patterns.sagemaker.ml_personas import MlPersonas
from secure_ai_constructs.patterns.sagemaker.model_artifacts import ModelArtifacts
from secure_ai_constructs.patterns.sagemaker.model_card import CardContent, ModelCard, RiskRating
from secure_ai_constructs.patterns.sagemaker.model_dashboard import ModelDashboard
from secure_ai_constructs.patterns.sagemaker.model_lineage import Dataset, ModelLineage
from secure_ai_constructs.patterns.sagemaker.model_registry import ModelRegistry, ModelVersion
from secure_ai_constructs.patterns.sagemaker.model_signature import ModelSignature, Problem
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint, ServedModel
from secure_ai_constructs.patterns.sagemaker.secure_notebook import SecureNotebook
from secure_ai_constructs.patterns.sagemaker.service_card import AiService, ServiceCard

__all__ = [
    "AiService",
    "CardContent",
    "Clarify",
    "ContainerImage",
    "Dataset",
    "DriftMonitor",
    "GuardedModel",
    "InstanceFleet",
    "ManagedDriftMonitor",
    "MlPersonas",
    "ModelArtifacts",
    "ModelCard",
    "ModelDashboard",
    "ModelLineage",
    "ModelRegistry",
    "ModelSignature",
    "ModelVersion",
    "PrivateSageMakerEndpoint",
    "Problem",
    "RiskRating",
    "SecureNotebook",
    "ServedModel",
    "ServiceCard",
]
