"""AWS's own standard for AI, checked by AWS, beside ours."""

from __future__ import annotations

from enum import Enum

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_securityhub as securityhub
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part

STANDARD = "ai-security-best-practices/v/1.0.0"
CONTRADICTED = {
    "SageMaker.16": "Asks for a private registry that is not ECR; images come from ECR by digest.",
    "SageMaker.19": "Asks for a private registry that is not ECR; images come from ECR by digest.",
}
"""Controls of the standard that the design contradicts, with the reason that Security Hub shows.

AWS source: https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html
"""
HUB_CHANGES = (
    "BatchDisableStandards",
    "BatchUpdateStandardsControlAssociations",
    "DisableSecurityHub",
    "UpdateSecurityControl",
    "UpdateSecurityHubConfiguration",
    "UpdateStandardsControl",
)
_FINDING = {
    "source": ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    "detail": {
        "findings": {
            "Compliance": {"Status": ["FAILED"]},
            "RecordState": ["ACTIVE"],
            "Severity": {"Label": ["CRITICAL", "HIGH"]},
            "Workflow": {"Status": ["NEW"]},
        }
    },
}


class SecurityStandard(Enum):
    """Standards of Security Hub about more than AI; each is billed by its checks.

    AWS source: https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
    """

    FOUNDATIONAL = "aws-foundational-security-best-practices/v/1.0.0"
    NIST_800_53 = "nist-800-53/v/5.0.0"
    PCI_DSS = "pci-dss/v/4.0.1"


class SecurityPosture(Construct):
    """Security Hub with "AI Security Best Practices v1.0.0"; it asks Config, which must record.

    The hub is kept when the stack goes. Other standards of AWS are left to whoever adds them.
    AWS source: https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations, hub_exists: bool = False) -> None:
        """Creates the hub, unless the account has one, and turns on the standard in it."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_kind(f"{self.node.path}: hub_exists", hub_exists, bool)
        stack = Stack.of(self)
        place = f"arn:{stack.partition}:securityhub:{stack.region}"
        self._place = place
        self.hub = None if hub_exists else self._hub()
        self.standard = self._last = securityhub.CfnStandard(
            self,
            "Standard",
            standards_arn=f"{place}::standards/{STANDARD}",
            disabled_standards_controls=[
                securityhub.CfnStandard.StandardsControlProperty(
                    standards_control_arn=f"{place}:{stack.account}:control/{STANDARD}/{control}", reason=reason
                )
                for control, reason in CONTRADICTED.items()
            ],
        )
        if self.hub:
            self.standard.node.add_dependency(self.hub)
        self._leave_as_it_was(self.standard)
        operations.tell_of(self, "Failed", "controls of Security Hub that fail", _FINDING)
        operations.tell_of(
            self, "HubChanges", "standards and controls that are turned off", api_calls("securityhub", HUB_CHANGES)
        )

    def add_standard(self, standard: SecurityStandard) -> securityhub.CfnStandard:
        """Turns on a further standard, after the one before it: Security Hub refuses several at once.

        Raises ValueError for one that is added already.
        """
        require_kind(f"{self.node.path}: standard", standard, SecurityStandard)
        if self.node.try_find_child(standard.name):
            raise ValueError(f"{self.node.path}: a standard must be added once, {standard.name} was added already")
        further = securityhub.CfnStandard(
            self, standard.name, standards_arn=f"{self._place}::standards/{standard.value}"
        )
        further.node.add_dependency(self._last)
        self._leave_as_it_was(further)
        self._last = further
        return further

    def _leave_as_it_was(self, standard: securityhub.CfnStandard) -> None:
        """In a hub that was there it may have been on before: nobody can tell for whom else."""
        if self.hub is None:
            standard.apply_removal_policy(RemovalPolicy.RETAIN)

    def _hub(self) -> securityhub.CfnHub:
        hub = securityhub.CfnHub(
            self,
            "Hub",
            auto_enable_controls=True,
            control_finding_generator="SECURITY_CONTROL",
            enable_default_standards=False,
        )
        hub.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return hub
