"""What an ingestion speaks to: a versioned bucket, a bucket of manifests, and Bedrock's ingestion jobs."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import botocore.session

from secure_ai_constructs.handlers.document_ingestion import index as document_ingestion
from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

BUCKET, MANIFESTS = "claims-documents", "claims-manifests"
KNOWLEDGE_BASE, DATA_SOURCE = "KB12345678", "DS12345678"
ENVIRONMENT = {
    "TEAM": "claims",
    "DOCUMENTS": BUCKET,
    "PREFIX": "",
    "KNOWLEDGE_BASE_ID": KNOWLEDGE_BASE,
    "DATA_SOURCE_ID": DATA_SOURCE,
    "MANIFESTS": MANIFESTS,
}
JOBS = f"/knowledgebases/{KNOWLEDGE_BASE}/datasources/{DATA_SOURCE}/ingestionjobs/"
STARTED_AT = "2026-09-10T08:00:00Z"


def _error(code: str, status: int) -> Answer:
    body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>no</Message></Error>'
    return Answer(status, body.encode(), {"Content-Type": "application/xml"})


ACCESS_DENIED, NO_SUCH_VERSION = _error("AccessDenied", 403), _error("NoSuchVersion", 404)
NO_SUCH_KEY, SLOW_DOWN = _error("NoSuchKey", 404), _error("SlowDown", 503)


@dataclass
class Bucket:
    """As much of S3 as the handler sees: versions that are read, and manifests that are written."""

    versions: dict[tuple[str, str | None], Answer] = field(default_factory=dict)
    """By key and version; what is not there is gone."""
    manifests: dict[str, Any] = field(default_factory=dict)
    broken: bool = False
    """Whether manifests cannot be written."""
    stock: list[dict[str, Any]] = field(default_factory=list)
    """What is listed, with its key, version, time and whether it is the latest."""
    page: int = 1000
    """So many versions are listed at once."""

    def __post_init__(self) -> None:
        """Starts."""
        self.service = LocalService(self._respond)

    def put(self, key: str, version: str | None, content: bytes, times: int = 1) -> None:
        self.versions[key, version] = Answer(200, content, {"ETag": '"0"'}, times)

    def keep(self, key: str, version: str, content: bytes, modified: str, *, latest: bool = True) -> None:
        """A version that is there and listed."""
        self.put(key, version, content)
        self.stock.append(
            {"key": key, "version": version, "size": len(content), "modified": modified, "latest": latest}
        )

    def _respond(self, request: Request) -> Answer:
        address = urlsplit(request.path)
        asked = parse_qs(address.query, keep_blank_values=True)
        if "versions" in asked:
            return self._list(unquote(address.path).strip("/"), asked)
        bucket, key = unquote(address.path).removeprefix("/").split("/", 1)
        if request.method == "PUT":
            return self._write(bucket, key, request)
        version = asked.get("versionId", [None])[0]
        if bucket != BUCKET:
            return ACCESS_DENIED
        return self.versions.get((key, version), NO_SUCH_VERSION if version else NO_SUCH_KEY)

    def _list(self, bucket: str, asked: dict[str, list[str]]) -> Answer:
        """AWS source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html."""
        if bucket != BUCKET:
            return ACCESS_DENIED
        [prefix] = asked.get("prefix", [""])
        found = [one for one in self.stock if one["key"].startswith(prefix)]
        start = int(asked.get("version-id-marker", ["0"])[0])
        here, more = found[start : start + self.page], len(found) > start + self.page
        marker = f"<NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>{start + self.page}</NextVersionIdMarker>"
        versions = "".join(
            f"<Version><Key>{quote(one['key'])}</Key><VersionId>{one['version']}</VersionId>"
            f"<IsLatest>{str(one['latest']).lower()}</IsLatest><LastModified>{one['modified']}</LastModified>"
            f"<Size>{one['size']}</Size></Version>"
            for one in here
        )
        body = (
            f"<ListVersionsResult><IsTruncated>{str(more).lower()}</IsTruncated><EncodingType>url</EncodingType>"
            f"{marker if more else ''}{versions}</ListVersionsResult>"
        )
        return Answer(200, body.encode(), {"Content-Type": "application/xml"})

    def _write(self, bucket: str, key: str, request: Request) -> Answer:
        if self.broken or bucket != MANIFESTS:
            return ACCESS_DENIED
        checksum = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
        if request.headers["x-amz-checksum-sha256"] != checksum:
            return _error("BadDigest", 400)
        self.manifests[key] = request.json
        return Answer(200, headers={"ETag": '"0"', "x-amz-checksum-sha256": checksum})


@functools.cache
def _limits_of_tokens() -> dict[str, Any]:
    model = botocore.session.get_session().get_service_model("bedrock-agent")
    found: dict[str, Any] = model.operation_model("StartIngestionJob").input_shape.members["clientToken"].metadata
    return found


class IngestionJobs:
    """Bedrock starts one job for a token, however often it is asked."""

    def __init__(self) -> None:
        """No job ran yet."""
        self.jobs: dict[str, dict[str, Any]] = {}
        self._token = _limits_of_tokens()
        self.service = LocalService(self._respond)

    @property
    def tokens(self) -> list[str]:
        """Of all requests, also of those that were refused."""
        return [one.json["clientToken"] for one in self.service.requests]

    def _respond(self, request: Request) -> Answer:
        token, limits = request.json["clientToken"], self._token
        valid = limits["min"] <= len(token) <= limits["max"] and re.fullmatch(limits["pattern"], token)
        if (request.method, request.path) != ("PUT", JOBS) or not valid:
            return refusal("ValidationException")
        job = {
            "knowledgeBaseId": KNOWLEDGE_BASE,
            "dataSourceId": DATA_SOURCE,
            "ingestionJobId": f"JOB{len(self.jobs):07}",
            "status": "STARTING",
            "startedAt": STARTED_AT,
            "updatedAt": STARTED_AT,
        }
        return as_json({"ingestionJob": self.jobs.setdefault(token, job)}, 202)


def scanned(
    key: str, version: str | None = "v1", status: str = "NO_THREATS_FOUND", bucket: str = BUCKET
) -> dict[str, Any]:
    """GuardDuty's event of one object.

    AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
    """
    outcome = {"NO_THREATS_FOUND": "COMPLETED", "THREATS_FOUND": "COMPLETED", "FAILED": "FAILED"}
    threats = [{"name": "EICAR-Test-File (not a virus)"}] if status == "THREATS_FOUND" else None
    return {
        "version": "0",
        "id": "72c7d362-737a-6dce-fc78-9e27a0171419",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "source": "aws.guardduty",
        "account": "111122223333",
        "time": "2026-09-10T07:59:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:guardduty:eu-central-1:111122223333:malware-protection-plan/b4c7f464ab3a4EXAMPLE"],
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": outcome.get(status, "SKIPPED"),
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket,
                "objectKey": key,
                "eTag": "ASIAI44QH8DHBEXAMPLE",
                **({"versionId": version} if version else {}),
                "s3Throttled": False,
            },
            "scanResultDetails": {"scanResultStatus": status, "threats": threats},
        },
    }


def deleted(key: str, version: str | None = "v1", how: str = "Delete Marker Created") -> dict[str, Any]:
    """S3's event of one object; a permanent deletion has no etag, and no version in a bucket without versions.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    marker = {"etag": "d41d8cd98f00b204e9800998ecf8427e"} if how == "Delete Marker Created" else {}
    return {
        "version": "0",
        "id": "2ee9cc15-d022-99ea-1fb8-1b1bac4850f9",
        "detail-type": "Object Deleted",
        "source": "aws.s3",
        "account": "111122223333",
        "time": "2026-09-10T07:59:00Z",
        "region": "eu-central-1",
        "resources": [f"arn:aws:s3:::{BUCKET}"],
        "detail": {
            "version": "0",
            "bucket": {"name": BUCKET},
            "object": {
                "key": key,
                **marker,
                **({"version-id": version} if version else {}),
                "sequencer": "617F0837B476E463",
            },
            "request-id": "0BH729840619AG5K",
            "requester": "111122223333",
            "source-ip-address": "10.0.0.1",
            "reason": "DeleteObject",
            "deletion-type": how,
        },
    }


def addresses(bucket: Bucket, jobs: IngestionJobs) -> dict[str, str]:
    """Where a handler's clients find the services."""
    return {"AWS_ENDPOINT_URL_S3": bucket.service.url, "AWS_ENDPOINT_URL_BEDROCK_AGENT": jobs.service.url}


@dataclass
class Time:
    """What Lambda tells a function of its time; each look costs some of it."""

    seconds: float = 300
    each: float = 0

    def get_remaining_time_in_millis(self) -> int:
        self.seconds -= self.each
        return int(self.seconds * 1000)


def handle(*bodies: Any, received: int = 1, time: Time | None = None) -> list[str]:
    """The messages that come back, by their number in the batch, which was received so often."""
    answer = document_ingestion.handler(batch(*bodies, received=received), time or Time())
    assert set(answer) == {"batchItemFailures"}
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def batch(*bodies: Any, received: int = 1, sent: int = 1_789_000_000_000) -> dict[str, Any]:
    """What Lambda reads from the queue; a body that is no text is written as JSON."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {"ApproximateReceiveCount": str(received), "SentTimestamp": str(sent)},
                "messageAttributes": {},
                "md5OfBody": "0",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:111122223333:queue",
                "awsRegion": "eu-central-1",
            }
            for number, body in enumerate(bodies)
        ]
    }
