"""The baseline of an account: what happened is recorded, what is happening is watched, and evidence is kept."""

from secure_ai_constructs.patterns.account.access_analysis import AccessAnalysis
from secure_ai_constructs.patterns.account.artifact_notifications import ArtifactNotifications
from secure_ai_constructs.patterns.account.audit_manager_assessment import AuditManagerAssessment
from secure_ai_constructs.patterns.account.audit_trail import AuditTrail
from secure_ai_constructs.patterns.account.audited_account import AuditedAccount
from secure_ai_constructs.patterns.account.bedrock_account_settings import BedrockAccountSettings, DataRetention
from secure_ai_constructs.patterns.account.configuration_baseline import ConfigurationBaseline
from secure_ai_constructs.patterns.account.configuration_recorder import ConfigurationRecorder
from secure_ai_constructs.patterns.account.evidence_collector import EvidenceCollector
from secure_ai_constructs.patterns.account.invocation_logging import InvocationLogging
from secure_ai_constructs.patterns.account.part import Mode, Part, PartMode
from secure_ai_constructs.patterns.account.public_access_block import PublicAccessBlock
from secure_ai_constructs.patterns.account.registry_scanning import RegistryScanning
from secure_ai_constructs.patterns.account.security_posture import SecurityPosture, SecurityStandard
from secure_ai_constructs.patterns.account.sensitive_data_discovery import SensitiveDataDiscovery
from secure_ai_constructs.patterns.account.stack_drift import StackDrift
from secure_ai_constructs.patterns.account.threat_detection import ThreatDetection
from secure_ai_constructs.patterns.account.trail_queries import TrailQueries
from secure_ai_constructs.patterns.account.vulnerability_scanning import VulnerabilityScanning
from secure_ai_constructs.patterns.account.workload_alarms import WorkloadAlarms
from secure_ai_constructs.patterns.account.workload_record import (
    DeploymentModel,
    MatrixScope,
    Threat,
    WorkloadRecord,
)

__all__ = [
    "AccessAnalysis",
    "ArtifactNotifications",
    "AuditManagerAssessment",
    "AuditTrail",
    "AuditedAccount",
    "BedrockAccountSettings",
    "ConfigurationBaseline",
    "ConfigurationRecorder",
    "DataRetention",
    "DeploymentModel",
    "EvidenceCollector",
    "InvocationLogging",
    "MatrixScope",
    "Mode",
    "Part",
    "PartMode",
    "PublicAccessBlock",
    "RegistryScanning",
    "SecurityPosture",
    "SecurityStandard",
    "SensitiveDataDiscovery",
    "StackDrift",
    "Threat",
    "ThreatDetection",
    "TrailQueries",
    "VulnerabilityScanning",
    "WorkloadAlarms",
    "WorkloadRecord",
]
