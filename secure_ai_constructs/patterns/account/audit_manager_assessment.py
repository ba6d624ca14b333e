"""Evidence for a framework that an auditor knows, in accounts that used Audit Manager before AWS closed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_auditmanager as auditmanager
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import require_own_account
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.service import require_existing_customer, require_offered
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms


GENERATIVE_AI = "AWS Generative AI Best Practices Framework v2"
LONGEST_FRAMEWORK = 256
LOOKUP_ACTIONS = (
    "auditmanager:GetAccountStatus",
    "auditmanager:GetSettings",
    "auditmanager:ListAssessmentFrameworks",
)

_ASSESSMENT = "AWS::AuditManager::Assessment"


class AuditManagerAssessment(Construct):
    """An assessment of the account against one of AWS's standard frameworks, with reports that nobody changes for a year.

    `EvidenceCollector` is for everybody; AWS has closed Audit Manager to new customers. The account's settings are
    left as they are. Audit Manager encrypts reports with the key of those settings, and the bucket takes no other:
    unless that is `key`, the deployment ends. The assessment is kept when the stack goes: what it collected goes with it.
    AWS source: https://docs.aws.amazon.com/audit-manager/latest/userguide/create-assessments.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        owner: str,
        process_owner: iam.IRole,
        key: kms.IKey,
        operations: Operations,
        framework: str = GENERATIVE_AI,
        existing_customer: bool = False,
    ) -> None:
        """Creates bucket, look-up and assessment; `process_owner` answers for the evidence, makes and reads reports.

        What Audit Manager itself asks of it, such as `auditmanager:CreateAssessmentReport`, its own policies allow.

        `framework` is the name of a standard framework, such as "SOC 2"; of one called SOX we know nothing.
        `existing_customer` says that the account used Audit Manager before: in others the deployment ends.
        """
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        path, stack = self.node.path, Stack.of(self)
        require_tag(f"{path}: owner", owner)
        require_own_account(process_owner, of=self)
        if not isinstance(framework, str) or not 0 < len(framework.strip()) <= LONGEST_FRAMEWORK:
            raise ValueError(
                f"{path}: framework must be the name of a standard framework, in at most {LONGEST_FRAMEWORK} characters, "
                f"was {framework!r}"
            )
        require_existing_customer(self, "Audit Manager", existing_customer, instead="EvidenceCollector")
        require_offered(self, _ASSESSMENT)
        self.reports = DataBucket(
            self, "Reports", key=key, access_logs=operations.access_logs, profile=DataProfile.EVIDENCE
        )
        # Audit Manager stores a report in the name of whoever asks for it.
        self.reports.grant_upload(process_owner)
        self.reports.grant_read_objects(process_owner)
        self.function = ServiceFunction(
            self,
            "Function",
            handler="assessment_framework",
            description="Finds a framework of Audit Manager",
            key=operations.key.key,
        )
        self.function.allow(
            {"Sid": "FindFramework", "Effect": "Allow", "Action": list(LOOKUP_ACTIONS), "Resource": "*"},
        )
        self.framework = CustomResource(
            self,
            "Framework",
            service_token=self.function.function.function_arn,
            resource_type="Custom::AuditManagerFramework",
            properties={"Framework": framework, "Key": key.key_arn},
            service_timeout=Duration.minutes(5),
        )
        kind = auditmanager.CfnAssessment
        account = kind.AWSAccountProperty(id=stack.account)
        self.assessment = kind(
            self,
            "Assessment",
            name=unique_name(self, "assessment"),
            description=f"{framework}: {owner}",
            framework_id=self.framework.get_att_string("FrameworkId"),
            aws_account=account,
            scope=kind.ScopeProperty(aws_accounts=[account]),
            roles=[kind.RoleProperty(role_arn=process_owner.role_arn, role_type="PROCESS_OWNER")],
            assessment_reports_destination=kind.AssessmentReportsDestinationProperty(
                destination=f"s3://{self.reports.bucket.bucket_name}", destination_type="S3"
            ),
        )
        self.assessment.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        classify(self, owner=owner, data_classification="confidential")
