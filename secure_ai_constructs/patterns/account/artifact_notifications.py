"""What reaches people from us-east-1 alone: new reports of AWS, whoever signs in as root, and rights that are widened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.account.audit_trail import AS_ROOT
from secure_ai_constructs.patterns.account.part import Mode, Part, PartMode, record_modes
from secure_ai_constructs.patterns.foundation import AlertTopic, CustomerKey, KeyPurpose, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import give, named
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.operations import KEY_CHANGES
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = "us-east-1"
"""Where AWS Artifact answers, and where EventBridge sees what is global."""
REPORTS = (
    "AWS Artifact Agreement Status Changed",
    "AWS Artifact Agreement Update",
    "AWS Artifact Document Update",
    "AWS Artifact Report Update",
)
"""AWS source: https://docs.aws.amazon.com/artifact/latest/ug/managing-notifications.html."""
SETTING_ACTIONS = ("artifact:GetAccountSettings", "artifact:PutAccountSettings")
LISTING_ACTIONS = (
    "artifact:GetAgreement",
    "artifact:GetCustomerAgreement",
    "artifact:ListAgreements",
    "artifact:ListCustomerAgreements",
    "artifact:ListReportVersions",
    "artifact:ListReports",
)
READING_ACTIONS = ("artifact:GetReport", "artifact:GetReportMetadata", "artifact:GetTermForReport")
"""Those that AWS asks for the series of a report.

AWS source: https://docs.aws.amazon.com/artifact/latest/ug/example-iam-policies.html
"""
SIGNING_ACTIONS = ("artifact:AcceptAgreement", "artifact:AcceptNdaForAgreement", "artifact:TerminateAgreement")
"""Legal acts: a person does them, with a role of its own."""
RIGHT_CHANGES = (
    "AttachGroupPolicy",
    "AttachUserPolicy",
    "CreateAccessKey",
    "CreateLoginProfile",
    "CreateServiceSpecificCredential",
    "CreateUser",
    "DeactivateMFADevice",
    "DeleteRolePermissionsBoundary",
    "DeleteUserPermissionsBoundary",
    "DetachRolePolicy",
    "PutGroupPolicy",
    "PutUserPolicy",
    "SetDefaultPolicyVersion",
    "UpdateAssumeRolePolicy",
)
"""Calls of IAM that deployments make seldom: each takes a limit away, or gives a right to a person."""
_PUBLISHED = {"source": ["aws.artifact"], "detail-type": list(REPORTS)}


class ArtifactNotifications(Construct):
    """Tells of new reports and agreements in AWS Artifact, of root's sign-ins and global calls, and of widened rights.

    In a stack of its own in us-east-1, which needs the account's trail: calls come from that. The reports are
    SOC, ISO and PCI of AWS's side of the shared responsibility.
    AWS source: https://docs.aws.amazon.com/artifact/latest/ug/managing-notifications.html
    """

    def __init__(
        self, scope: Construct, id: str, *, owner: str, emails: Sequence[str], reports: PartMode | None = None
    ) -> None:
        """Creates topic, rules and setting; each of `emails` confirms that it wants the alerts.

        With `Part.REPORTS.adopt("…")` the account is subscribed already, and its setting is left as it is; with
        `Part.REPORTS.skip("…")` somebody else reads the reports. Root and keys are told of in any case.
        Raises ValueError for a stack in another Region, and for nobody to tell.
        """
        super().__init__(scope, id)
        stack, path = Stack.of(self), self.node.path
        if stack.region != HOME:
            raise ValueError(
                f"{path}: AWS Artifact answers in {HOME} alone, so that the stack must be of it, was {stack.region}"
            )
        if not emails:
            raise ValueError(f"{path}: emails must name somebody to tell, was empty")
        require_tag(f"{path}: owner", owner)
        require_kind(f"{path}: reports", reports, PartMode, type(None))
        self.mode = reports or Part.REPORTS.create()
        if self.mode.part is not Part.REPORTS:
            raise ValueError(f"{path}: reports must be made by Part.REPORTS, was of the {self.mode.part.value}")
        self.alerts = AlertTopic(self, "Alerts", emails=emails)
        self.key = CustomerKey(
            self,
            "Key",
            description="Encrypts what nobody took, and the log of a function",
            purposes=[KeyPurpose.LOGS, KeyPurpose.ALERTS],
        ).key
        self.function = self._function() if self.mode.mode is Mode.CREATE else None
        self.undelivered = (
            self.function.dead_letters if self.function else encrypted_queue(self, "Undelivered", key=self.key)
        )
        self.alerts.alarm_on_waiting(
            self,
            "NotTaken",
            self.undelivered,
            description="An alert did not reach its topic, or an event was given up; it waits 14 days in a queue",
        )
        if self.mode.mode is not Mode.SKIP:
            self._tell_of("Reports", "new reports and agreements in AWS Artifact", _PUBLISHED)
        self._tell_of(
            "Root", "sign-ins as root, and what is done as root in all Regions at once", AS_ROOT, reads_too=True
        )
        self._tell_of("Rights", "rights that somebody widens past what was reviewed", api_calls("iam", RIGHT_CHANGES))
        self._tell_of("KeyChanges", "keys that are switched off, deleted or opened", api_calls("kms", KEY_CHANGES))
        self.setting = self._setting(self.function) if self.function else None
        record_modes(stack, [self.mode])
        classify(self, owner=owner, data_classification="internal")

    def _setting(self, function: ServiceFunction) -> CustomResource:
        return CustomResource(
            self,
            "Setting",
            service_token=function.function.function_arn,
            resource_type="Custom::ArtifactSubscription",
            properties={"Account": Stack.of(self).account},
            service_timeout=Duration.minutes(5),
        )

    def _tell_of(self, id: str, what: str, pattern: dict[str, Any], *, reads_too: bool = False) -> None:
        self.alerts.tell_of(self, id, what, pattern, undelivered=self.undelivered, reads_too=reads_too)

    def _function(self) -> ServiceFunction:
        function = ServiceFunction(
            self,
            "Function",
            handler="artifact_subscription",
            description="Subscribes the account to AWS Artifact",
            key=self.key,
        )
        function.allow({"Sid": "Setting", "Effect": "Allow", "Action": list(SETTING_ACTIONS), "Resource": "*"})
        return function

    def grant_read_reports(self, role: iam.IRole, *, series: Sequence[str]) -> None:
        """Lets a role read the reports of some series, such as `SOC 2`, and sign nothing.

        The Deny holds whatever else the role is granted: accepting an agreement is a legal act.
        """
        require_each(f"{self.node.path}: series", series, str)
        if not series:
            raise ValueError(f"{self.node.path}: series must name the reports that are read, was empty")
        statements: list[dict[str, Any]] = [
            {"Sid": "ListReportsAndAgreements", "Effect": "Allow", "Action": list(LISTING_ACTIONS), "Resource": "*"},
            {
                "Sid": "ReadReports",
                "Effect": "Allow",
                "Action": list(READING_ACTIONS),
                "Resource": f"arn:{Stack.of(self).partition}:artifact:*::report/*",
                "Condition": {"StringEquals": {"artifact:ReportSeries": list(series)}},
            },
            {"Sid": "SignNothing", "Effect": "Deny", "Action": list(SIGNING_ACTIONS), "Resource": "*"},
        ]
        give(role, (named(one, *series) for one in statements), of=self)
