"""Keeps, once a day, what AWS says of the account, so that an auditor reads in a year what was true today.

Each source is a file under the day, and a manifest lists them with version and SHA-256. A source that fails
does not keep the others from being written: the manifest names it, and the day is tried again. A day that is
complete is not collected a second time. Reports of AWS Artifact are listed and never copied: they are under NDA.
AWS source: https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from .sources import SOURCES, client, reason

POSTURE = "posture/posture.json"
"""Where a pipeline uploads what `secure-ai review --format json` says of the templates that it deploys."""
NOT_THERE = ("404", "NoSuchKey", "NotFound")


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """A batch of SQS messages, each an event of the schedule; those whose day is not complete come back."""
    failed = []
    for record in event["Records"]:
        try:
            missing = _collect(_day(json.loads(record["body"])))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one day, the others are collected
            missing = {"everything": reason(error)}
        if missing:
            print(json.dumps({"not_collected": missing}))
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _day(event: dict[str, Any]) -> str:
    return datetime.fromisoformat(event["time"]).astimezone(UTC).strftime("%Y/%m/%d")


def _collect(day: str) -> dict[str, str]:
    """Writes what there is of a day, and returns what is missing."""
    manifest = f"evidence/{day}/manifest.json"
    if (before := _read(manifest)) is not None and not before["missing"]:
        return {}
    files: list[dict[str, Any]] = []
    missing: dict[str, str] = {}
    for name in json.loads(os.environ["SOURCES"]):
        try:
            found, gaps = SOURCES[name]()
            files.append(_write(f"evidence/{day}/{name}.json", found))
            missing |= gaps
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one source, the others are kept
            missing[name] = reason(error)
    content: dict[str, Any] = {"day": day, "posture": None, "files": files}
    try:
        content["posture"] = _posture()
        if content["posture"] is None and os.environ.get("POSTURE_EXPECTED"):
            missing["posture"] = "nobody uploaded one"
    except Exception as error:  # noqa: BLE001 - a pipeline uploads what it likes
        missing["posture"] = reason(error)
    content["missing"] = missing
    _write(manifest, content)
    return missing


def _write(key: str, content: Any) -> dict[str, Any]:
    body = json.dumps(content, default=str, indent=1, sort_keys=True).encode()
    written = client("s3").put_object(
        Bucket=os.environ["BUCKET"], Key=key, Body=body, ContentType="application/json", ChecksumAlgorithm="SHA256"
    )
    digest = hashlib.sha256(body).hexdigest()
    return {"key": key, "version_id": written.get("VersionId"), "sha256": digest, "bytes": len(body)}


def _read(key: str) -> Any:
    try:
        return json.loads(client("s3").get_object(Bucket=os.environ["BUCKET"], Key=key)["Body"].read())
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_THERE:
            return None
        raise


def _posture() -> dict[str, Any] | None:
    """Which synthesized posture was there on the day, or None: then nobody uploaded one."""
    try:
        found = client("s3").get_object(Bucket=os.environ["BUCKET"], Key=POSTURE)
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_THERE:
            return None
        raise
    body = found["Body"].read()
    return {
        "key": POSTURE,
        "version_id": found.get("VersionId"),
        "sha256": hashlib.sha256(body).hexdigest(),
        "assembly_sha256": json.loads(body)["assembly"]["sha256"],
    }
