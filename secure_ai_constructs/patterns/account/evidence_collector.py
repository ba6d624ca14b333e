"""What AWS said of the account, day by day, where nobody changes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.event_rule import EventRule
from secure_ai_constructs.patterns.foundation.kind import require_each, require_key
from secure_ai_constructs.patterns.foundation.place import require_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms


SOURCES: dict[str, tuple[str, ...]] = {
    "compliance": ("config:DescribeComplianceByConfigRule", "config:GetComplianceDetailsByConfigRule"),
    "model-cards": ("sagemaker:ListModelCards",),
    "reports": ("artifact:ListReports",),
    "scans": ("inspector2:ListCoverageStatistics",),
    "settings": (
        "bedrock:GetModelInvocationLoggingConfiguration",
        "bedrock:ListEnforcedGuardrailsConfiguration",
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrailStatus",
        "config:DescribeConformancePacks",
        "guardduty:GetDetector",
        "guardduty:ListDetectors",
        "sagemaker:ListMonitoringSchedules",
    ),
    "standards": ("securityhub:GetEnabledStandards", "securityhub:GetFindings"),
    "threats": ("guardduty:GetFindingsStatistics", "guardduty:ListDetectors"),
}
"""What is asked, and the actions that it takes: they list what is there, and have no resource level that would help."""
ATTEMPTS, LATE_MINUTES = 5, 90
"""SQS leaves out of its metric of age what was received three times: here, after two hours."""
EVIDENCE, POSTURE = "evidence/", "posture/"
"""Nobody but the collector writes below the one, and pipelines below the other alone."""


class EvidenceCollector(Construct):
    """A function that writes, once a day, what Config, Security Hub, GuardDuty, Inspector and Artifact say.

    And every model card as it stands, and which trails, detectors, logs and schedules are on. A manifest lists the files with version and SHA-256, and names what
    could not be had; such a day is tried again, and told of when it stays incomplete.
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/evaluating-your-resources.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        operations: Operations,
        sources: Sequence[str] = tuple(SOURCES),
    ) -> None:
        """Creates bucket, queue and function; `key` encrypts the evidence, and `sources` are what there is to ask."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_each(f"{self.node.path}: sources", sources, str)
        if unknown := sorted(set(sources) - set(SOURCES)):
            raise ValueError(
                f"{self.node.path}: sources must be of {', '.join(SOURCES)}, had {', '.join(map(str, unknown))}"
            )
        if not sources:
            raise ValueError(f"{self.node.path}: sources must name what is collected, was empty")
        self._key, self._operations = key, operations
        self.bucket = DataBucket(
            self, "Bucket", key=key, access_logs=operations.access_logs, profile=DataProfile.EVIDENCE
        )
        self.queue = encrypted_queue(
            self,
            "Queue",
            key=operations.alerts.key,
            visibility=Duration.hours(1),
            dead_letters=sqs.DeadLetterQueue(queue=operations.undelivered, max_receive_count=ATTEMPTS),
        )
        keep(self.bucket.bucket, self.bucket.policy)
        self.function = self._function(sorted(set(sources)))
        self._schedule()

    def _function(self, sources: list[str]) -> ServiceFunction:
        stack = Stack.of(self)
        function = ServiceFunction(
            self,
            "Function",
            handler="evidence_collector",
            description="Collects evidence once a day",
            key=self._operations.key.key,
            environment={"BUCKET": self.bucket.bucket.bucket_name, "SOURCES": json.dumps(sources)},
            timeout=Duration.minutes(10),
        )
        self.bucket.grant_read_objects(function.role)
        self.bucket.grant_write_objects(function.role, prefix=EVIDENCE)
        cards = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:model-card/*"
        statements: list[dict[str, Any]] = [
            {
                "Sid": "Ask",
                "Effect": "Allow",
                "Action": sorted({action for one in sources for action in SOURCES[one]}),
                "Resource": "*",
            },
            {
                # Without it, S3 says of a manifest that is not there yet that reading it is refused.
                "Sid": "FindManifest",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": self.bucket.bucket.bucket_arn,
            },
            {
                "Sid": "UseEvidenceKey",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": self._key.key_arn,
            },
            {
                "Sid": "ReadQueue",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": self._operations.alerts.key.key_arn,
            },
            {
                "Sid": "Take",
                "Effect": "Allow",
                "Action": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                "Resource": self.queue.queue_arn,
            },
        ]
        if "model-cards" in sources:
            read = {"Sid": "ReadCards", "Effect": "Allow", "Action": "sagemaker:DescribeModelCard", "Resource": cards}
            statements.append(read)
        function.allow(*statements)
        return function

    def _schedule(self) -> None:
        EventRule(
            self,
            "Daily",
            description="Evidence of the account is collected",
            schedule="cron(15 3 * * ? *)",
            target=self.queue,
            dead_letters=self._operations.undelivered,
        )
        self.mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=self.function.function.function_name,
            event_source_arn=self.queue.queue_arn,
            batch_size=1,
            function_response_types=["ReportBatchItemFailures"],
        )
        self._operations.alerts.alarm_above(
            self,
            "NotCollected",
            self.queue.metric_approximate_age_of_oldest_message(period=Duration.minutes(5)),
            threshold=Duration.minutes(LATE_MINUTES).to_seconds(),
            description=f"Evidence of a day is not complete after {LATE_MINUTES} minutes; the function's log says why",
        )

    def admit_to_cards_under(self, key: kms.IKey) -> None:
        """Lets the function read, through SageMaker, the model cards under a key: by the key's own policy."""
        require_key(f"{self.node.path}: key", key)
        admit = {
            "Sid": "EvidenceOfCards",
            "Effect": "Allow",
            "Principal": {"AWS": self.function.role.role_arn},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": f"sagemaker.{Stack.of(self).region}.amazonaws.com"}},
        }
        if not key.add_to_resource_policy(iam.PolicyStatement.from_json(admit)).statement_added:
            raise ValueError(
                f"{self.node.path}: key must be one whose policy is written in this app, because that admits the "
                f"function, was {key.node.path}, which keeps its own"
            )

    def grant_upload_posture(self, role: iam.IRole) -> None:
        """Lets a pipeline's role upload `posture/posture.json`, which each day's manifest then names with its hash.

        From then on a day without one is not complete.

        The bucket's and the key's policy name the role: it stands in this stack or exists already.
        """
        self.bucket.grant_upload(role, prefix=POSTURE)
        self.function.function.add_environment("POSTURE_EXPECTED", "yes")
