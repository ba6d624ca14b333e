"""From an event to an ingestion job: which events reach the queue, and what may be lost: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Stack

from secure_ai_constructs.patterns.rag.document_ingestion import ATTEMPTS, TIMEOUT
from tests.patterns.event_pattern import matches
from tests.patterns.scan_events import BUCKET, NOT_CLEAN, Event, scan_result
from tests.patterns.synthesis import ACCOUNT, Properties, by_sid, mentions, only, rag, resources

if TYPE_CHECKING:
    from secure_ai_constructs import SecureBedrockRag

OTHER = "documents-of-fraud"
NEVER: Event = {"source": ["a schedule"]}


@pytest.fixture(scope="session")
def claims(insurance: SecureBedrockRag) -> Stack:
    return Stack.of(insurance.teams["claims"])


@pytest.fixture(scope="session")
def below() -> Stack:
    """A team that has a prefix of its bucket."""
    return Stack.of(rag().add_team("claims", prefix="public/"))


def deleted(
    *, bucket: str = BUCKET, key: str = "policy.pdf", reason: str = "DeleteObject", kind: str = "Object Deleted"
) -> Event:
    """What S3 says of an object that is gone.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    return {
        "version": "0",
        "detail-type": kind,
        "source": "aws.s3",
        "account": ACCOUNT,
        "resources": [f"arn:aws:s3:::{bucket}"],
        "detail": {
            "version": "0",
            "bucket": {"name": bucket},
            "object": {"key": key, "etag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "00617F08299329D189"},
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": ACCOUNT,
            "reason": reason,
            "deletion-type": "Delete Marker Created",
        },
    }


def named(node: Any) -> Any:
    """A pattern with the bucket's name where deployment would write it."""
    if isinstance(node, dict) and "Ref" in node:
        return BUCKET
    if isinstance(node, dict):
        return {key: named(one) for key, one in node.items()}
    return [named(one) for one in node] if isinstance(node, list) else node


def sent_by(scope: Stack, event: Event) -> list[str]:
    """The rules that send an event to the team's queue."""
    return [
        logical_id.removeprefix("TeamIngestion").partition("Rule")[0]
        for logical_id, data in resources(scope, "AWS::Events::Rule").items()
        if matches(named(data["Properties"].get("EventPattern", NEVER)), event)
    ]


# Which events arrive


def test_a_clean_document_is_ingested(claims: Stack) -> None:
    assert sent_by(claims, scan_result()) == ["Clean"]


@pytest.mark.parametrize("status", NOT_CLEAN)
def test_a_document_that_is_not_clean_is_not_ingested(claims: Stack, status: str) -> None:
    assert sent_by(claims, scan_result(status)) == []


@pytest.mark.parametrize("reason", ["DeleteObject", "Lifecycle Expiration"])
def test_a_document_that_is_deleted_is_forgotten(claims: Stack, reason: str) -> None:
    assert sent_by(claims, deleted(reason=reason)) == ["Deleted"]


@pytest.mark.parametrize(
    "event",
    [
        scan_result(bucket=OTHER),
        scan_result("THREATS_FOUND", bucket=OTHER),
        deleted(bucket=OTHER),
        deleted(kind="Object Created"),
        deleted(kind="Object Tags Added"),
        {**scan_result(), "source": "acme.guardduty"},
    ],
)
def test_what_concerns_another_bucket_or_nothing_is_left_alone(claims: Stack, event: Event) -> None:
    assert sent_by(claims, event) == []


def test_with_a_prefix_only_what_lies_below_is_ingested_and_forgotten(below: Stack) -> None:
    assert sent_by(below, scan_result(key="public/a.pdf")) == ["Clean"]
    assert sent_by(below, deleted(key="public/a.pdf")) == ["Deleted"]
    for key in ("private/a.pdf", "public", "a/public/b.pdf"):
        assert sent_by(below, scan_result(key=key)) == []
        assert sent_by(below, deleted(key=key)) == []


def test_the_bucket_publishes_its_events(claims: Stack) -> None:
    found = only(claims, "AWS::S3::Bucket", "Documents")["NotificationConfiguration"]
    assert found == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


# Nothing is lost


def test_every_rule_sends_to_the_queue_and_keeps_what_was_not_taken(claims: Stack) -> None:
    rules = resources(claims, "AWS::Events::Rule")
    assert len(rules) == 3
    for data in rules.values():
        [target] = data["Properties"]["Targets"]
        assert mentions(target["Arn"], "IngestionQueue")
        assert mentions(target["DeadLetterConfig"]["Arn"], "IngestionFailed")


def test_what_cannot_be_ingested_ends_in_a_queue_after_a_day(claims: Stack) -> None:
    queue = only(claims, "AWS::SQS::Queue", "IngestionQueue")
    assert mentions(queue["RedrivePolicy"]["deadLetterTargetArn"], "IngestionFailed")
    assert queue["RedrivePolicy"]["maxReceiveCount"] == ATTEMPTS
    assert queue["VisibilityTimeout"] * ATTEMPTS >= 24 * 60 * 60
    assert queue["VisibilityTimeout"] * ATTEMPTS < queue["MessageRetentionPeriod"]


@pytest.mark.parametrize(
    ("part", "metric"),
    [
        ("NotIngested", "ApproximateNumberOfMessagesVisible"),
        ("Waiting", "OldestWaited"),
        ("IngestionFailures", "Errors"),
    ],
)
def test_documents_that_wait_or_fail_are_told_of(claims: Stack, part: str, metric: str) -> None:
    alarm = only(claims, "AWS::CloudWatch::Alarm", part)
    assert alarm["MetricName"] == metric
    assert mentions(alarm["AlarmActions"], "AlertsTopic")


def test_what_was_left_out_is_ingested_a_day_later(claims: Stack) -> None:
    [daily] = [
        one["Properties"]
        for one in resources(claims, "AWS::Events::Rule").values()
        if "ScheduleExpression" in one["Properties"]
    ]
    assert daily["ScheduleExpression"] == "rate(1 day)"
    assert mentions(daily["Targets"], "IngestionQueue")


def test_an_event_stays_hidden_for_as_long_as_it_is_handled(claims: Stack) -> None:
    queue = only(claims, "AWS::SQS::Queue", "IngestionQueue")
    assert queue["VisibilityTimeout"] > only(claims, "AWS::Lambda::Function", "Ingestion")["Timeout"]
    assert only(claims, "AWS::Lambda::Function", "Ingestion")["Timeout"] == TIMEOUT.to_seconds()


def test_documents_are_collected_for_a_job_and_fail_one_by_one(claims: Stack) -> None:
    mapping = only(claims, "AWS::Lambda::EventSourceMapping")
    assert mapping["MaximumBatchingWindowInSeconds"] == 300
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert mentions(mapping["EventSourceArn"], "IngestionQueue")


@pytest.mark.parametrize("part", ["IngestionQueue", "IngestionFailed"])
def test_queues_are_encrypted_and_take_no_plain_http(claims: Stack, part: str) -> None:
    assert mentions(only(claims, "AWS::SQS::Queue", part)["KmsMasterKeyId"], "OperationsKey")
    policy = only(claims, "AWS::SQS::QueuePolicy", part)["PolicyDocument"]["Statement"]
    assert [one["Effect"] for one in policy if mentions(one.get("Condition"), "aws:SecureTransport")] == ["Deny"]


# The function


def statements(scope: Stack) -> dict[str, Properties]:
    [inline] = only(scope, "AWS::IAM::Role", "IngestionFunction")["Policies"]
    return by_sid(inline["PolicyDocument"])


def test_the_function_starts_jobs_of_one_knowledge_base_and_takes_events_of_one_queue(claims: Stack) -> None:
    found = statements(claims)
    assert set(found) == {
        "Log",
        "DeadLetters",
        "UseKey",
        "ReadDocuments",
        "TakeStock",
        "TakeEvents",
        "WorkThroughTheNetwork",
    }
    assert found["ReadDocuments"]["Action"] == "kms:Decrypt"
    assert mentions(found["ReadDocuments"]["Resource"], "TeamKey")
    assert found["ReadDocuments"]["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}
    assert mentions(found["TakeEvents"]["Resource"], "IngestionQueue")
    [apart] = only(claims, "AWS::IAM::Policy", "IngestionFunction")["PolicyDocument"]["Statement"]
    assert apart["Action"] == "bedrock:StartIngestionJob"
    assert apart["Resource"]["Fn::GetAtt"][1] == "KnowledgeBaseArn"


def test_the_function_reads_documents_through_the_network_and_writes_manifests(claims: Stack) -> None:
    documents, manifests = (
        only(claims, "AWS::S3::BucketPolicy", part)["PolicyDocument"] for part in ("Documents", "Manifests")
    )
    readers = [one for one in documents["Statement"] if one["Sid"].startswith("ReadObjects")]
    assert [mentions(one["Principal"], "IngestionFunctionRole") for one in readers] == [False, True]
    assert mentions(by_sid(manifests)["WriteObjects"]["Principal"], "IngestionFunctionRole")
    way = by_sid(documents)["OnlyThroughTheNetwork"]["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    assert not mentions(way, "IngestionFunctionRole")
    assert mentions(way, "KnowledgeBaseRole")


def test_manifests_are_evidence_under_the_key_of_operations(claims: Stack) -> None:
    found = only(claims, "AWS::S3::Bucket", "Manifests")
    assert found["ObjectLockEnabled"] is True
    assert mentions(found["BucketEncryption"], "OperationsKey")


def test_the_function_knows_its_knowledge_base_source_and_manifests(claims: Stack) -> None:
    variables = only(claims, "AWS::Lambda::Function", "Ingestion")["Environment"]["Variables"]
    assert set(variables) == {"TEAM", "KNOWLEDGE_BASE_ID", "DATA_SOURCE_ID", "DOCUMENTS", "MANIFESTS"}
    assert variables["TEAM"] == "claims"


def test_the_function_lists_the_documents_and_below_a_prefix_only_those(claims: Stack, below: Stack) -> None:
    assert "Condition" not in statements(claims)["TakeStock"]
    assert only(below, "AWS::Lambda::Function", "Ingestion")["Environment"]["Variables"]["PREFIX"] == "public/"
    listing = statements(below)["TakeStock"]
    assert (listing["Action"], mentions(listing["Resource"], "Documents")) == ("s3:ListBucketVersions", True)
    assert listing["Condition"] == {"StringEquals": {"s3:prefix": "public/"}}


# The ingestion log


def test_what_became_of_each_document_is_logged_and_failures_are_told(claims: Stack) -> None:
    source, delivery = only(claims, "AWS::Logs::DeliverySource"), only(claims, "AWS::Logs::Delivery")
    assert source["LogType"] == "APPLICATION_LOGS"
    assert mentions(source["ResourceArn"], "KnowledgeBase")
    assert mentions(delivery["DeliverySourceName"], "IngestionLogsSource")
    group = only(claims, "AWS::Logs::LogGroup", "IngestionLogs")
    assert mentions(group["KmsKeyId"], "OperationsKey")
    [allowed] = group["ResourcePolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}


def test_failed_jobs_and_failed_documents_raise_one_alarm(claims: Stack) -> None:
    filters = [one["Properties"] for one in resources(claims, "AWS::Logs::MetricFilter").values()]
    assert {one["FilterPattern"] for one in filters} == {
        '{ $.event.ingestion_job_status = "FAILED" }',
        "{ $.event.resource_statistics.number_of_resources_failed > 0 }",
    }
    counted = {one["MetricTransformations"][0]["MetricName"] for one in filters}
    assert counted == {"FailedJobs-claims", "FailedDocuments-claims"}
    # Another RAG of the account may have a team of that name.
    assert {one["MetricTransformations"][0]["MetricNamespace"] for one in filters} == {"SecureAi/Rag/Test-Rag"}
    alarm = only(claims, "AWS::CloudWatch::Alarm", "IngestionLogs")
    metrics = [one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one]
    assert {one["MetricName"] for one in metrics} == counted
    assert mentions(alarm["AlarmActions"], "AlertsTopic")
