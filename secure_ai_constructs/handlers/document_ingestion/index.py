"""Ingests what was scanned clean, forgets what was deleted, and writes down which versions a job read.

A batch of events makes one job. Bedrock runs one job at a time for a knowledge base: while it runs,
the batch goes back to the queue. The same batch makes the same client token, so one that is delivered
twice, or fails after its job was started, starts no second job; in another batch its events start
another, which finds nothing new. A document that may not be read yet waits for a job of its own: one
that was asked for before its tag would leave it out. Once a day a job is asked
for without a document, for what an earlier one left out; its manifests list all that is there.
AWS source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_StartIngestionJob.html
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .manifest import client, described, is_closed, take_stock, write

if TYPE_CHECKING:
    from collections.abc import Callable

SCANNED, DELETED = "GuardDuty Malware Protection Object Scan Result", "Object Deleted"
SCHEDULED = "Scheduled Event"
LATER = ("ConflictException", "ServiceQuotaExceededException", "ThrottlingException")
"""Another job runs, or too many were asked for: the documents wait in the queue."""
ASLEEP = "auto-paused"
"""What a ValidationException says of a database that is waking up."""
NEW = timedelta(days=2)
"""A document that came so long before the daily job is hashed by it, whether or not an event told of it."""
PATIENCE = 3
"""So often a document is tried that may not be read; S3 says the same of one that is gone, and of one without its tag."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handles a batch of SQS messages; those that it names come back later, and end in the queue of failures."""
    changes, failed = {}, []
    for record in event["Records"]:
        try:
            changes[record["messageId"]] = _change(json.loads(record["body"]))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            failed.append(_not_handled(record["messageId"], error))
    if changes:
        tries = {one["messageId"]: _tries(one) for one in event["Records"]}
        _tell_of_waiting(event["Records"])
        failed += (closed := _closed(changes, tries))
        ready = {message: change for message, change in changes.items() if message not in closed}
        failed += _ingest(ready, tries, context) if ready else []
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _not_handled(message: str, error: Exception) -> str:
    print(json.dumps({"not_handled": message, "because": type(error).__name__}))
    return message


def _tell_of_waiting(records: list[dict[str, Any]]) -> None:
    """How long the oldest has waited, in CloudWatch's embedded metric format.

    SQS leaves a message that came back a few times out of its own metric of age.
    AWS source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    """
    now = time.time()
    sent = [int(one.get("attributes", {}).get("SentTimestamp", now * 1000)) / 1000 for one in records]
    directive = {
        "Namespace": "SecureAi/Ingestion",
        "Dimensions": [["KnowledgeBaseId"]],
        "Metrics": [{"Name": "OldestWaited", "Unit": "Seconds"}],
    }
    said = {"KnowledgeBaseId": os.environ["KNOWLEDGE_BASE_ID"], "OldestWaited": max(0, round(now - min(sent)))}
    print(json.dumps({"_aws": {"Timestamp": int(now * 1000), "CloudWatchMetrics": [directive]}, **said}))


def _tries(record: dict[str, Any]) -> int:
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))


def _change(event: dict[str, Any]) -> dict[str, Any]:
    """What an event says: a document with key and version, or that it is time to look for what was left out."""
    if event["detail-type"] == SCHEDULED:
        return {"scheduled": datetime.fromisoformat(event["time"]).astimezone(UTC).isoformat()}
    detail = event["detail"]
    if event["detail-type"] == DELETED:
        item = detail["object"]
        return {"key": _text(item["key"]), "version_id": item.get("version-id"), "deleted": True}
    if event["detail-type"] != SCANNED or detail["scanResultDetails"]["scanResultStatus"] != "NO_THREATS_FOUND":
        raise ValueError("the event must be of a clean or a deleted document, or of the schedule")
    found = detail["s3ObjectDetails"]
    bucket, version = _text(found["bucketName"]), found.get("versionId")
    return {"bucket": bucket, "key": _text(found["objectKey"]), "version_id": version}


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("the event must name a document")
    return value


def _closed(changes: dict[str, dict[str, Any]], tries: dict[str, int]) -> list[str]:
    """The messages of documents that may not be read yet, as far as it is worth waiting for that."""
    young = {message: one for message, one in changes.items() if tries[message] < PATIENCE and "bucket" in one}
    found = [message for message, one in young.items() if is_closed(one["bucket"], one)]
    if found:
        print(json.dumps({"waits": len(found), "because": "AccessDenied"}))
    return found


def _ingest(changes: dict[str, dict[str, Any]], tries: dict[str, int], context: Any) -> list[str]:
    """Starts the job of these changes and writes its manifests; returns the messages that have to come back.

    The job is asked for before documents are read: while another one runs, nothing is read in vain.
    """
    written = {message: json.dumps(change, sort_keys=True) for message, change in changes.items()}
    asked = sorted(set(written.values()))
    token = hashlib.sha256("\n".join(asked).encode()).hexdigest()
    job = _start(token, len(asked))
    if job is None:
        return list(changes)
    documents: dict[str, dict[str, Any]] = {}
    failed = []

    def seconds_left() -> float:
        return float(context.get_remaining_time_in_millis()) / 1000

    scheduled = {message: change["scheduled"] for message, change in changes.items() if "scheduled" in change}
    for message, change in changes.items():
        if message in scheduled or written[message] in documents:
            continue
        try:
            patient = tries[message] < PATIENCE
            documents[written[message]] = _described(change, patient=patient, seconds_left=seconds_left)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one document, the others are written down
            failed.append(_not_handled(message, error))
    if len(scheduled) < len(changes):
        write(job, token, sorted(documents.values(), key=lambda one: (one["key"], json.dumps(one, sort_keys=True))))
    if scheduled:
        since = datetime.fromisoformat(min(scheduled.values())) - NEW
        try:
            take_stock(job, token, changed_since=since, seconds_left=seconds_left)
        except Exception as error:  # noqa: BLE001 - the documents are written down; the schedule alone comes back
            failed += [_not_handled(message, error) for message in scheduled]
    return failed


def _start(token: str, changes: int) -> dict[str, Any] | None:
    """The job of a token, which is the same one however often it is asked for; None when it has to wait."""
    names = {"knowledgeBaseId": os.environ["KNOWLEDGE_BASE_ID"], "dataSourceId": os.environ["DATA_SOURCE_ID"]}
    try:
        answer = client("bedrock-agent").start_ingestion_job(
            **names, clientToken=token, description=f"{changes} changes"
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code not in LATER and ASLEEP not in error.response["Error"].get("Message", ""):
            raise
        print(json.dumps({"waits": changes, "because": code}))
        return None
    found: dict[str, Any] = answer["ingestionJob"]
    return found


def _described(change: dict[str, Any], *, patient: bool, seconds_left: Callable[[], float]) -> dict[str, Any]:
    """A document for the manifest; one that was deleted has no bytes."""
    document = {key: value for key, value in change.items() if key != "bucket"}
    if change.get("deleted"):
        return document
    return described(change["bucket"], document, patient=patient, seconds_left=seconds_left)
