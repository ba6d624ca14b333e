"""Keeps, once a day, what AWS says of the account, so that an auditor reads in a year what was true today.

Each source is a file under the day, and a manifest lists them with version and SHA-256. A source that fails
does not keep the others from being written: the manifest names it, and the day is tried again. A day that is
complete is not collected a second time. Reports of AWS Artifact are listed and never copied: they are under NDA.
AWS source: https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

POSTURE = "posture/posture.json"
"""Where a pipeline uploads what `secure-ai review --format json` says of the templates that it deploys."""
MOST = 2_000
"""How many findings of a kind are kept; a file says when there were more."""
NOT_THERE = ("404", "NoSuchKey", "NotFound")
FAILURES = (BotoCoreError, ClientError, KeyError, TypeError, ValueError)
"""What a service, or what somebody wrote, may do to one source without keeping the others from being written."""


@functools.cache
def client(service: str, region: str | None = None) -> Any:
    """One client a service, for as long as the function's environment lives."""
    return boto3.client(service, region_name=region, config=Config(retries={"mode": "adaptive", "max_attempts": 8}))


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """A batch of SQS messages, each an event of the schedule; those whose day is not complete come back."""
    failed = []
    for record in event["Records"]:
        try:
            missing = _collect(_day(json.loads(record["body"])))
        except FAILURES as error:
            missing = {"everything": _reason(error)}
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
        except FAILURES as error:
            missing[name] = _reason(error)
    content: dict[str, Any] = {"day": day, "posture": None, "files": files}
    try:
        content["posture"] = _posture()
    except FAILURES as error:
        missing["posture"] = _reason(error)
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


# What is collected: each source returns its content, and what of it could not be had

Collected = tuple[Any, dict[str, str]]


def _pages(service: str, operation: str, member: str, **arguments: Any) -> list[Any]:
    """The members of all pages, or of so many that there are `MOST`."""
    found: list[Any] = []
    for page in client(service).get_paginator(operation).paginate(**arguments):
        found += page[member]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _compliance() -> Collected:
    rules = _pages("config", "describe_compliance_by_config_rule", "ComplianceByConfigRules")
    return {"rules": rules, "is_complete": len(rules) < MOST}, {}


def _standards() -> Collected:
    failed = {
        "ComplianceStatus": [{"Value": "FAILED", "Comparison": "EQUALS"}],
        "RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}],
    }
    findings = _pages("securityhub", "get_findings", "Findings", Filters=failed)
    shown = [
        {
            "id": one["Id"],
            "control": one.get("Compliance", {}).get("SecurityControlId"),
            "severity": one.get("Severity", {}).get("Label"),
            "resources": [resource["Id"] for resource in one.get("Resources", [])],
            "updated": one["UpdatedAt"],
        }
        for one in findings
    ]
    enabled = _pages("securityhub", "get_enabled_standards", "StandardsSubscriptions")
    return {"enabled": enabled, "failed": shown, "is_complete": len(findings) < MOST}, {}


def _threats() -> Collected:
    detectors = _pages("guardduty", "list_detectors", "DetectorIds")
    counts = {
        detector: client("guardduty").get_findings_statistics(DetectorId=detector, GroupBy="SEVERITY")[
            "FindingStatistics"
        ]
        for detector in detectors
    }
    return {"detectors": counts}, {}


def _scans() -> Collected:
    answer = client("inspector2").list_coverage_statistics(groupBy="SCAN_STATUS_CODE")
    return {"by_status": answer.get("countsByGroup", []), "total": answer["totalCounts"]}, {}


def _model_cards() -> Collected:
    """Every card as it stands, with its status; a card under a key that admits nobody else is named as missing."""
    cards, missing = [], {}
    for one in _pages("sagemaker", "list_model_cards", "ModelCardSummaries"):
        name = one["ModelCardName"]
        try:
            found = client("sagemaker").describe_model_card(ModelCardName=name)
            content = json.loads(found["Content"])
        except FAILURES as error:
            missing[f"model-cards/{name}"] = _reason(error)
            continue
        shown = ("ModelCardName", "ModelCardVersion", "ModelCardStatus", "LastModifiedTime")
        cards.append({**{key: found[key] for key in shown if key in found}, "Content": content})
    return {"cards": cards}, missing


def _reports() -> Collected:
    """Which reports AWS has: Artifact answers in us-east-1 alone."""
    pages = client("artifact", "us-east-1").get_paginator("list_reports").paginate()
    return {"reports": [report for page in pages for report in page["reports"]]}, {}


SOURCES: dict[str, Callable[[], Collected]] = {
    "compliance": _compliance,
    "model-cards": _model_cards,
    "reports": _reports,
    "scans": _scans,
    "standards": _standards,
    "threats": _threats,
}


def _reason(error: Exception) -> str:
    """What failed, without what was asked: messages may name people."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
