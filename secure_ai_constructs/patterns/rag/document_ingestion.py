"""From an uploaded document to one that is answered from: scanned, collected for a while, ingested, written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Service, ServiceFunction
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.event_rule import EventRule
from secure_ai_constructs.patterns.foundation.malware_scan import CLEAN, scan_result

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.foundation import PrivateNetwork
    from secure_ai_constructs.patterns.foundation.operations import Operations
    from secure_ai_constructs.patterns.rag.knowledge_base import KnowledgeBase

COLLECT = Duration.minutes(5)
"""How long documents are collected for one job; Bedrock runs one job at a time for a knowledge base."""
TIMEOUT = Duration.minutes(5)
WAITING = Duration.hours(2)
ATTEMPTS = 100
"""A job may take hours, and the next one waits for it."""

INGESTION_ACTIONS = ("bedrock:StartIngestionJob",)


class DocumentIngestion(Construct):
    """Starts ingestion jobs for documents that were scanned clean or deleted, and keeps a manifest of each job.

    A manifest holds key, version and SHA-256 of what events told of, in a bucket where nobody changes
    it for a year; those of the daily job list all documents, and hash the new ones. What cannot be
    ingested ends in a queue, with an alarm.
    AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        documents: DataBucket,
        prefix: str,
        knowledge_base: KnowledgeBase,
        network: PrivateNetwork,
        operations: Operations,
        team: str,
    ) -> None:
        """Creates queue, rules, function and the bucket of manifests."""
        super().__init__(scope, id)
        self._documents, self._knowledge_base, self._operations = documents, knowledge_base, operations
        key = operations.key.key
        self.manifests = DataBucket(
            self,
            "Manifests",
            key=key,
            access_logs=operations.access_logs,
            profile=DataProfile.EVIDENCE,
            network=network,
        )
        self.failed = encrypted_queue(self, "Failed", key=key)
        self.queue = encrypted_queue(
            self,
            "Queue",
            key=key,
            visibility=Duration.minutes(30),
            dead_letters=sqs.DeadLetterQueue(queue=self.failed, max_receive_count=ATTEMPTS),
        )
        self.function = ServiceFunction(
            self,
            "Function",
            handler="document_ingestion",
            description=f"Starts ingestion jobs for the documents of {team}",
            key=key,
            network=network,
            environment={
                "TEAM": team,
                "KNOWLEDGE_BASE_ID": knowledge_base.knowledge_base.attr_knowledge_base_id,
                "DATA_SOURCE_ID": knowledge_base.data_source.attr_data_source_id,
                "DOCUMENTS": documents.bucket.bucket_name,
                **({"PREFIX": prefix} if prefix else {}),
                "MANIFESTS": self.manifests.bucket.bucket_name,
            },
            timeout=TIMEOUT,
        )
        self._let_it_work(network, prefix)
        self._collect(prefix)
        self._alarms(team)

    def _let_it_work(self, network: PrivateNetwork, prefix: str) -> None:
        function, documents = self.function, self._documents
        knowledge_base = self._knowledge_base.arn
        account_wide = knowledge_bases_of(self)
        function.reach(Service.BEDROCK_AGENT, actions=list(INGESTION_ACTIONS), resources=[account_wide])
        network.reach_s3(actions=["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucketVersions", "s3:PutObject"])
        function.reach_s3()
        documents.grant_read_objects(function.role, prefix=prefix)
        self.manifests.grant_write_objects(function.role)
        function.only_through(
            [network.endpoints[Service.BEDROCK_AGENT].vpc_endpoint_id, *network.s3_endpoint_ids],
            sid="WorkThroughTheNetwork",
            actions=[*INGESTION_ACTIONS, "s3:ListBucketVersions"],
        )
        # The knowledge base waits for its bucket's policy, which names this role.
        self._ingest = function.allow_apart(
            "Ingest",
            {"Sid": "Ingest", "Effect": "Allow", "Action": list(INGESTION_ACTIONS), "Resource": knowledge_base},
        )
        function.allow(
            {
                "Sid": "ReadDocuments",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": documents.key.key_arn,
                "Condition": {"StringEquals": {"kms:ViaService": f"s3.{Stack.of(self).region}.amazonaws.com"}},
            },
            {
                "Sid": "TakeStock",
                "Effect": "Allow",
                "Action": "s3:ListBucketVersions",
                "Resource": documents.bucket.bucket_arn,
                **({"Condition": {"StringEquals": {"s3:prefix": prefix}}} if prefix else {}),
            },
            {
                "Sid": "TakeEvents",
                "Effect": "Allow",
                "Action": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                "Resource": self.queue.queue_arn,
            },
        )

    def _collect(self, prefix: str) -> None:
        bucket = self._documents.bucket.bucket_name
        self._documents.publish_events()
        scanned = {"bucketName": [bucket], **({"objectKey": [{"prefix": prefix}]} if prefix else {})}
        deleted = {"key": [{"prefix": prefix}]} if prefix else None
        self._rule(
            "Clean",
            "Documents that were scanned clean are ingested",
            pattern=scan_result([CLEAN], scanned),
        )
        self._rule(
            "Deleted",
            "Documents that were deleted are forgotten",
            pattern={
                "source": ["aws.s3"],
                "detail-type": ["Object Deleted"],
                "detail": {"bucket": {"name": [bucket]}, **({"object": deleted} if deleted else {})},
            },
        )
        self._rule("Daily", "What an earlier job left out is ingested", schedule="rate(1 day)")
        self.mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=self.function.function.function_name,
            event_source_arn=self.queue.queue_arn,
            batch_size=100,
            maximum_batching_window_in_seconds=int(COLLECT.to_seconds()),
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=2),
        )
        self.mapping.node.add_dependency(self._ingest)

    def _rule(
        self,
        id: str,
        description: str,
        *,
        pattern: dict[str, Any] | None = None,
        schedule: str | None = None,
    ) -> None:
        EventRule(
            self,
            id,
            description=description,
            pattern=pattern,
            schedule=schedule,
            target=self.queue,
            dead_letters=self.failed,
        )

    def _alarms(self, team: str) -> None:
        period = Duration.minutes(5)
        # SQS leaves what came back a few times out of its own metric, so the function says how long it waited.
        waiting = cloudwatch.Metric(
            namespace="SecureAi/Ingestion",
            metric_name="OldestWaited",
            dimensions_map={"KnowledgeBaseId": self._knowledge_base.knowledge_base.attr_knowledge_base_id},
            period=Duration.hours(1),
            statistic="Maximum",
        )
        failed = self.failed.metric_approximate_number_of_messages_visible(period=period, statistic="Maximum")
        errors = self.function.function.metric_errors(period=period)
        for alarm_id, metric, most, what in (
            ("NotIngested", failed, 0, "Documents that could not be ingested wait in the queue of failures"),
            ("Waiting", waiting, WAITING.to_seconds(), "Documents wait for hours to be ingested"),
            ("Failures", errors, 0, "The ingestion function failed, and will try again"),
        ):
            self._operations.alerts.alarm_above(self, alarm_id, metric, threshold=most, description=f"{team}: {what}")


def knowledge_bases_of(scope: Construct) -> str:
    """The account's own knowledge bases: an endpoint's policy must not grow with teams."""
    stack = Stack.of(scope)
    return f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:knowledge-base/*"
