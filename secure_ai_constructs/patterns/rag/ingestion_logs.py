"""What became of each document: read, ignored, failed. Bedrock tells nobody unless it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Names, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.foundation.operations import Operations
    from secure_ai_constructs.patterns.rag.knowledge_base import KnowledgeBase

NAMESPACE = "SecureAi/Rag"
_FAILED_JOB = '{ $.event.ingestion_job_status = "FAILED" }'
_FAILED_DOCUMENTS = "{ $.event.resource_statistics.number_of_resources_failed > 0 }"


class IngestionLogs(Construct):
    """The ingestion log of a knowledge base, in an encrypted log group, with an alarm on what failed.

    Questions are not in it: Bedrock logs ingestion here, retrieval in CloudTrail's data events.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-bases-logging.html
    """

    def __init__(
        self, scope: Construct, id: str, *, knowledge_base: KnowledgeBase, rag: str, team: str, operations: Operations
    ) -> None:
        """Creates log group, delivery, metrics and alarm; documents' names are in it, their text is not."""
        super().__init__(scope, id)
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=operations.key.key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        group = self.log_group.node.default_child
        if isinstance(group, logs.CfnLogGroup):
            # The account's resource policies for logs are ten at most; a group's own has no such limit.
            group.resource_policy_document = _delivery_policy(Stack.of(self))
        # Another knowledge base is another source: a source with a delivery does not change what it is of.
        suffix = knowledge_base.name[-8:]
        self.source = logs.CfnDeliverySource(
            self,
            "Source",
            name=_name(self, f"source-{suffix}"),
            log_type="APPLICATION_LOGS",
            resource_arn=knowledge_base.arn,
        )
        self.destination = logs.CfnDeliveryDestination(
            self,
            "Destination",
            name=_name(self, f"destination-{suffix}"),
            destination_resource_arn=self.log_group.log_group_arn,
            output_format="json",
        )
        self.delivery = logs.CfnDelivery(
            self,
            "Delivery",
            delivery_source_name=self.source.ref,
            delivery_destination_arn=self.destination.attr_arn,
        )
        self.alarm = self._alarm(f"{NAMESPACE}/{rag}", team, operations)

    def _alarm(self, namespace: str, team: str, operations: Operations) -> cloudwatch.Alarm:
        metrics = {}
        for name, pattern in (("FailedJobs", _FAILED_JOB), ("FailedDocuments", _FAILED_DOCUMENTS)):
            logs.CfnMetricFilter(
                self,
                name,
                log_group_name=self.log_group.log_group_name,
                filter_pattern=pattern,
                metric_transformations=[
                    logs.CfnMetricFilter.MetricTransformationProperty(
                        metric_namespace=namespace, metric_name=f"{name}-{team}", metric_value="1", default_value=0
                    )
                ],
            )
            metrics[name.lower()] = cloudwatch.Metric(
                namespace=namespace, metric_name=f"{name}-{team}", statistic="Sum"
            )
        failed = cloudwatch.MathExpression(
            expression="FILL(failedjobs, 0) + FILL(faileddocuments, 0)", using_metrics=metrics, label="failed"
        )
        what = f"Documents of {team} could not be ingested; the ingestion log says which and why"
        return operations.alerts.alarm_above(self, "Alarm", failed, description=what)


def _name(scope: Construct, role: str) -> str:
    return f"{Names.unique_resource_name(scope, max_length=36, separator='-')}-{role}"


def _delivery_policy(stack: Stack) -> dict[str, Any]:
    """AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html."""
    statement = {
        "Sid": "Delivery",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": stack.account},
            "ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:*"},
        },
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
