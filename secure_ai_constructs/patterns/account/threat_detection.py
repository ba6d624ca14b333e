"""Stolen credentials, models that are called as never before, documents that leave: seen while it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_guardduty as guardduty
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, KeyPurpose, Operations
from secure_ai_constructs.patterns.foundation.customer_key import require_purposes
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


FEATURES = {
    "AI_PROTECTION": True,
    "S3_DATA_EVENTS": True,
    "LAMBDA_NETWORK_LOGS": True,
    "RDS_LOGIN_EVENTS": True,
    "RUNTIME_MONITORING": True,
    "EBS_MALWARE_PROTECTION": True,
    "EKS_AUDIT_LOGS": False,
}
"""Each is written, also what is off: what is not written stays as it was. Agents at run time are installed by nobody here."""
OF_MODELS = (
    "DefenseEvasion:IAMUser/",
    "Exfiltration:IAMUser/",
    "Exfiltration:S3/",
    "Impact:IAMUser/",
    "UnauthorizedAccess:IAMUser/",
)
"""How the types begin that tell of models and their data; findings of AI Protection are of low severity.

AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/findings-ai-protection.html
"""
MEDIUM = 4
DETECTOR_CHANGES = (
    "CreateFilter",
    "CreateIPSet",
    "CreateTrustedEntitySet",
    "DeleteDetector",
    "DeleteMalwareProtectionPlan",
    "DeletePublishingDestination",
    "StopMonitoringMembers",
    "UpdateDetector",
    "UpdateFilter",
    "UpdateIPSet",
    "UpdateMalwareProtectionPlan",
    "UpdatePublishingDestination",
    "UpdateTrustedEntitySet",
)
"""A filter may archive findings before anybody is told of them, and trusted addresses cause none."""


def finding(**detail: Any) -> dict[str, Any]:
    """The event pattern of findings with these details."""
    return {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": detail}


class ThreatAlarms(Construct):
    """Tells of findings by their type, because those about models are of low severity, and by their severity."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        of_models = finding(type=[{"prefix": one} for one in OF_MODELS])
        operations.tell_of(self, "OfModels", "threats to models, credentials and documents", of_models)
        severe = finding(severity=[{"numeric": [">=", MEDIUM]}])
        operations.tell_of(self, "Severe", "threats of medium severity or more", severe)
        operations.tell_of(
            self, "DetectorChanges", "detectors that see less or go", api_calls("guardduty", DETECTOR_CHANGES)
        )


class ThreatDetection(Construct):
    """A GuardDuty detector that watches models, documents, functions and databases, and exports what it finds.

    It is kept when the stack goes. An account has one for each Region: where there is one, its creation fails.
    AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/ai-protection.html
    """

    def __init__(self, scope: Construct, id: str, *, key: kms.IKey, operations: Operations) -> None:
        """Creates detector, export and alarms; `key` must have been made with `KeyPurpose.FINDINGS`."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_purposes("key", key, KeyPurpose.FINDINGS, of=self)
        stack = Stack.of(self)
        self.detector = guardduty.CfnDetector(
            self,
            "Detector",
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            features=[
                guardduty.CfnDetector.CFNFeatureConfigurationProperty(name=name, status="ENABLED" if on else "DISABLED")
                for name, on in FEATURES.items()
            ],
        )
        self.detector.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.findings = DataBucket(
            self, "Findings", key=key, access_logs=operations.access_logs, profile=DataProfile.EVIDENCE
        )
        detectors = f"arn:{stack.partition}:guardduty:{stack.region}:{stack.account}:detector/{self.detector.attr_id}"
        self.findings.admit_service("guardduty", sid="ExportFinds", actions=["s3:GetBucketLocation"], source=detectors)
        self.findings.admit_service(
            "guardduty",
            sid="ExportWrites",
            actions=["s3:PutObject"],
            source=detectors,
            prefix=f"AWSLogs/{stack.account}/",
        )
        self.export = self._export(key)
        keep(self.findings.bucket, self.findings.policy)
        self.alarms = ThreatAlarms(self, "Alarms", operations=operations)

    def _export(self, key: kms.IKey) -> guardduty.CfnPublishingDestination:
        export = guardduty.CfnPublishingDestination(
            self,
            "Export",
            detector_id=self.detector.attr_id,
            destination_type="S3",
            destination_properties=guardduty.CfnPublishingDestination.CFNDestinationPropertiesProperty(
                destination_arn=self.findings.bucket.bucket_arn, kms_key_arn=key.key_arn
            ),
        )
        export.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        export.node.add_dependency(self.findings.policy)
        return export
