"""Ingests what was scanned clean, forgets what was deleted, and writes down which versions a job read.

A batch of events makes one job. Bedrock runs one job at a time for a knowledge base: while it runs,
the batch goes back to the queue. The same documents make the same client token, so a batch that is
delivered twice, or fails after its job was started, starts no second job.
AWS source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_StartIngestionJob.html
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CHUNK = 1024 * 1024
SCANNED, DELETED = "GuardDuty Malware Protection Object Scan Result", "Object Deleted"
GONE = ("NoSuchKey", "NoSuchVersion", "404")
LATER = ("ConflictException", "ServiceQuotaExceededException", "ThrottlingException")
"""Another job runs, or too many were asked for: the documents wait in the queue."""


@functools.cache
def client(service: str) -> Any:
    """One client a service, for as long as the function's environment lives."""
    return boto3.client(service, config=Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=3))


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Handles a batch of SQS messages; those that it names come back later, and end in the queue of failures."""
    changes, failed = [], []
    for record in event["Records"]:
        try:
            changes.append((record["messageId"], _change(json.loads(record["body"]))))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one message, the others are handled
            print(json.dumps({"not_handled": record["messageId"], "because": type(error).__name__}))
            failed.append(record["messageId"])
    if changes and not _ingest([change for _, change in changes]):
        failed += [message for message, _ in changes]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _change(event: dict[str, Any]) -> dict[str, Any]:
    """What happened to one document: its key and version, and the SHA-256 of what will be read."""
    detail = event["detail"]
    if event["detail-type"] == DELETED:
        item = detail["object"]
        if not isinstance(item["key"], str):
            raise ValueError("the event must name the key of a document")
        return {"key": item["key"], "version_id": item.get("version-id"), "deleted": True}
    if event["detail-type"] != SCANNED or detail["scanResultDetails"]["scanResultStatus"] != "NO_THREATS_FOUND":
        raise ValueError("the event must be of a clean or a deleted document")
    found = detail["s3ObjectDetails"]
    document = {"key": found["objectKey"], "version_id": found.get("versionId")}
    return {**document, **_content(found["bucketName"], **document)}


def _content(bucket: str, key: str, version_id: str | None) -> dict[str, Any]:
    """Hash and size, read in pieces; a version that is gone by now is said to be."""
    version = {"VersionId": version_id} if version_id else {}
    try:
        body = client("s3").get_object(Bucket=bucket, Key=key, **version)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            return {"gone": True}
        raise
    digest, size = hashlib.sha256(), 0
    for piece in iter(lambda: body.read(CHUNK), b""):
        digest.update(piece)
        size += len(piece)
    return {"sha256": digest.hexdigest(), "size": size}


def _ingest(changes: list[dict[str, Any]]) -> bool:
    """Starts the job of these documents and writes its manifest; False when it has to wait."""
    documents = sorted(
        {json.dumps(one, sort_keys=True) for one in changes}, key=lambda one: (json.loads(one)["key"], one)
    )
    token = hashlib.sha256("\n".join(documents).encode()).hexdigest()
    names = {"knowledgeBaseId": os.environ["KNOWLEDGE_BASE_ID"], "dataSourceId": os.environ["DATA_SOURCE_ID"]}
    try:
        job = client("bedrock-agent").start_ingestion_job(
            **names, clientToken=token, description=f"{len(documents)} documents"
        )["ingestionJob"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in LATER:
            raise
        print(json.dumps({"waits": len(documents), "because": error.response["Error"]["Code"]}))
        return False
    _write(job, token, [json.loads(one) for one in documents])
    return True


def _write(job: dict[str, Any], token: str, documents: list[dict[str, Any]]) -> None:
    """The manifest, under a key that a repetition writes again; its bucket keeps every version."""
    manifest = {
        "team": os.environ["TEAM"],
        "knowledge_base_id": job["knowledgeBaseId"],
        "data_source_id": job["dataSourceId"],
        "ingestion_job_id": job["ingestionJobId"],
        "started_at": str(job.get("startedAt", "")),
        "documents": documents,
    }
    client("s3").put_object(
        Bucket=os.environ["MANIFESTS"],
        Key=f"manifests/{job['ingestionJobId']}-{token[:16]}.json",
        Body=json.dumps(manifest, indent=2).encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )
    print(json.dumps({"ingestion_job_id": job["ingestionJobId"], "documents": len(documents)}))
