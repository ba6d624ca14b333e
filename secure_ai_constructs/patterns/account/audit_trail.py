"""Who did what to which model, document and key: recorded for the whole account, and kept from whoever did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.account.trail_events import INSIGHTS, selectors
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, KeyPurpose, Operations
from secure_ai_constructs.patterns.foundation.customer_key import require_purposes
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


NAMESPACE = "SecureAi/Account"
TRAIL_CHANGES = (
    "DeleteTrail",
    "PutEventSelectors",
    "PutInsightSelectors",
    "StopLogging",
    "UpdateTrail",
)
AS_ROOT = {
    "detail-type": ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"],
    "detail": {"userIdentity": {"type": ["Root"]}},
}
"""Sign-ins and global calls are seen in us-east-1, other calls where they are made."""
LOG_CHANGES = (
    "DeleteDataProtectionPolicy",
    "DeleteLogGroup",
    "DeleteRetentionPolicy",
    "DisassociateKmsKey",
    "PutLogGroupDeletionProtection",
    "PutDataProtectionPolicy",
    "PutRetentionPolicy",
)


class TrailAlarms(Construct):
    """Tells of whoever stops, narrows or deletes a trail of the account, or a log group, and of root.

    With `of_trail=False` of the two latter alone, where the trail is somebody else's matter.
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations, of_trail: bool = True) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        if of_trail:
            operations.tell_of(
                self, "TrailChanges", "trails that are stopped or record less", api_calls("cloudtrail", TRAIL_CHANGES)
            )
        operations.tell_of(
            self, "LogChanges", "log groups that go, are unmasked or keep less", api_calls("logs", LOG_CHANGES)
        )
        operations.tell_of(self, "Root", "everything that is done as root in the Region", AS_ROOT, reads_too=True)


class AuditTrail(Construct):
    """A trail of all Regions: every call that manages, and calls that carry data of models, documents and vectors.

    Log files are validated, encrypted, and locked for a year; a copy goes to CloudWatch, where the last
    year can be asked. Through the L1: the L2 writes basic event selectors, beside which no others may stand.
    AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
    """

    def __init__(self, scope: Construct, id: str, *, key: kms.IKey, operations: Operations) -> None:
        """Creates trail, archive and log group; `key` must have been made with `KeyPurpose.TRAIL` and `LOGS`.

        They are kept when the stack goes, and the trail goes on.
        """
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_purposes("key", key, KeyPurpose.TRAIL, KeyPurpose.LOGS, of=self)
        stack = Stack.of(self)
        # The name is known before the trail is: bucket and role name it, and must be there first.
        self.name = unique_name(self, "trail")
        self.arn = f"arn:{stack.partition}:cloudtrail:{stack.region}:{stack.account}:trail/{self.name}"
        self.archive = DataBucket(
            self, "Archive", key=key, access_logs=operations.access_logs, profile=DataProfile.LOGS
        )
        self.archive.admit_service("cloudtrail", sid="TrailChecks", actions=["s3:GetBucketAcl"], source=self.arn)
        self.prefix = f"AWSLogs/{stack.account}/"
        self.archive.admit_service(
            "cloudtrail", sid="TrailWrites", actions=["s3:PutObject"], source=self.arn, prefix=self.prefix
        )
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=key,
            retention=logs.RetentionDays.ONE_YEAR,
            deletion_protection_enabled=True,
        )
        self.role = self._role()
        self.trail = self._trail(key, operations)
        keep(self.archive.bucket, self.archive.policy, self.log_group, self.role)
        self.alarms = TrailAlarms(self, "Alarms", operations=operations)
        self.tripwire = self._tripwire(operations)

    def _role(self) -> iam.Role:
        write = {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": self.log_group.log_group_arn,
        }
        return iam.Role(
            self,
            "Role",
            # CloudTrail does not say for which trail it assumes this role, so a condition on that would keep it out:
            # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
            assumed_by=iam.ServicePrincipal("cloudtrail.amazonaws.com"),
            description="CloudTrail writes to its log group",
            inline_policies={
                "Write": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [write]}),
            },
        )

    def _tripwire(self, operations: Operations) -> cloudwatch.Alarm:
        """An alarm on every call of bedrock-mantle, which nobody should use: the bus is not told of such calls."""
        logs.CfnMetricFilter(
            self,
            "MantleCalls",
            log_group_name=self.log_group.log_group_name,
            filter_pattern='{ $.eventSource = "bedrock-mantle.amazonaws.com" }',
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=NAMESPACE, metric_name="MantleCalls", metric_value="1", default_value=0
                )
            ],
        )
        calls = cloudwatch.Metric(namespace=NAMESPACE, metric_name="MantleCalls", statistic="Sum")
        what = "Models are called by bedrock-mantle, which no invocation log and no guardrail sees"
        return operations.alerts.alarm_above(self, "Mantle", calls, description=what)

    def _trail(self, key: kms.IKey, operations: Operations) -> cloudtrail.CfnTrail:
        trail = cloudtrail.CfnTrail(
            self,
            "Trail",
            trail_name=self.name,
            is_logging=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            kms_key_id=key.key_arn,
            s3_bucket_name=self.archive.bucket.bucket_name,
            cloud_watch_logs_log_group_arn=self.log_group.log_group_arn,
            cloud_watch_logs_role_arn=self.role.role_arn,
            advanced_event_selectors=selectors(
                [self.archive.bucket.bucket_arn, operations.access_logs.bucket.bucket_arn]
            ),
            insight_selectors=[cloudtrail.CfnTrail.InsightSelectorProperty(insight_type=one) for one in INSIGHTS],
        )
        trail.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        trail.node.add_dependency(self.archive.policy)
        return trail
