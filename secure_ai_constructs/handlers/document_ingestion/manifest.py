"""What a job read, written down: key, version and SHA-256 of documents, where nobody changes it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

CHUNK = 1024 * 1024
FORBIDDEN = 403
GONE = ("NoSuchKey", "NoSuchVersion", "404")
READ_SECONDS = 10
SPARE_SECONDS = 30
"""So much time is kept for what is written last: one large document must not take it from all others."""


@functools.cache
def client(service: str) -> Any:
    """One client a service, for as long as the function's environment lives."""
    return boto3.client(
        service,
        config=Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=3, read_timeout=READ_SECONDS),
    )


def is_closed(bucket: str, document: dict[str, Any]) -> bool:
    """Whether a version may not be read, as one without its tag; whatever else is wrong is found when it is read."""
    version = {"VersionId": document["version_id"]} if document["version_id"] else {}
    try:
        client("s3").head_object(Bucket=bucket, Key=document["key"], **version)
    except ClientError as error:
        return bool(error.response["ResponseMetadata"]["HTTPStatusCode"] == FORBIDDEN)
    except BotoCoreError:
        return False
    return False


def described(
    bucket: str, document: dict[str, Any], *, patient: bool, seconds_left: Callable[[], float]
) -> dict[str, Any]:
    """The document with the SHA-256 and size of the version that it names.

    One that is gone, that may not be read, or for which the time is too short, is said to be so; an impatient caller
    does not wait for its tag.
    """
    version = {"VersionId": document["version_id"]} if document["version_id"] else {}
    try:
        found = client("s3").get_object(Bucket=bucket, Key=document["key"], **version)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in GONE:
            return {**document, "gone": True}
        if code == "AccessDenied" and not patient:
            return {**document, "unreadable": True}
        raise
    digest, size = hashlib.sha256(), 0
    with contextlib.closing(found["Body"]) as body:
        for piece in iter(lambda: body.read(CHUNK), b""):
            if seconds_left() < SPARE_SECONDS:
                return {**document, "not_hashed": True, "size": found["ContentLength"]}
            digest.update(piece)
            size += len(piece)
    return {**document, "sha256": digest.hexdigest(), "size": size}


def take_stock(job: dict[str, Any], token: str, *, changed_since: datetime, seconds_left: Callable[[], float]) -> None:
    """Writes down what the data source holds, a manifest for each page of versions that S3 lists.

    What changed since then is hashed; the hash of an older version is in a manifest of its own day. When time
    runs out, the last manifest says that it is not the last page.
    """
    bucket, prefix = os.environ["DOCUMENTS"], os.environ.get("PREFIX", "")
    pages = client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    for number, page in enumerate(pages, 1):
        documents = []
        for one in page.get("Versions", ()):
            if not one["IsLatest"]:
                continue
            document = {"key": one["Key"], "version_id": one["VersionId"], "size": one["Size"]}
            is_read = one["LastModified"] >= changed_since and seconds_left() > SPARE_SECONDS
            if is_read:
                document = _if_readable(bucket, document, seconds_left)
            documents.append(document)
        is_last = not page["IsTruncated"]
        write(job, token, documents, page=number, is_last=is_last)
        if not is_last and seconds_left() < SPARE_SECONDS:
            print(json.dumps({"ingestion_job_id": job["ingestionJobId"], "not_listed_after_page": number}))
            return


def _if_readable(bucket: str, document: dict[str, Any], seconds_left: Callable[[], float]) -> dict[str, Any]:
    try:
        return described(bucket, document, patient=False, seconds_left=seconds_left)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one document, the others are written down
        print(json.dumps({"unreadable": type(error).__name__}))
        return {**document, "unreadable": True}


def write(job: dict[str, Any], token: str, documents: list[dict[str, Any]], *, page: int = 0, **says: bool) -> None:
    """One manifest, under a key that a repetition writes again; its bucket keeps every version."""
    manifest = {
        "team": os.environ["TEAM"],
        "knowledge_base_id": job["knowledgeBaseId"],
        "data_source_id": job["dataSourceId"],
        "ingestion_job_id": job["ingestionJobId"],
        "started_at": str(job.get("startedAt", "")),
        **({"page": page} if page else {}),
        **says,
        "documents": documents,
    }
    suffix = f"-{page:05}" if page else ""
    client("s3").put_object(
        Bucket=os.environ["MANIFESTS"],
        Key=f"manifests/{job['ingestionJobId']}-{token[:16]}{suffix}.json",
        Body=json.dumps(manifest, indent=2).encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )
    print(json.dumps({"ingestion_job_id": job["ingestionJobId"], "documents": len(documents)}))
