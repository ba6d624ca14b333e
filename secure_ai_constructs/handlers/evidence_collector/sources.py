"""What is asked of the account, day by day; each source returns its content, and what of it could not be had."""

from __future__ import annotations

import functools
import json
import os
import re
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 2_000
"""How many findings of a kind are kept; a file says when there were more."""
NOT_OFFERED = ("NotFoundException", "ResourceNotFoundException", "UnknownOperationException", "ValidationException")
"""How a Region says that it does not know what is asked of it."""


@functools.cache
def client(service: str, region: str | None = None) -> Any:
    """One client a service, for as long as the function's environment lives."""
    return boto3.client(service, region_name=region, config=Config(retries={"mode": "adaptive", "max_attempts": 8}))


def reason(error: Exception) -> str:
    """What failed, without what was asked: messages may name people."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__


Collected = tuple[Any, dict[str, str]]


def _pages(service: str, operation: str, member: str, **arguments: Any) -> list[Any]:
    """The members of all pages, or of so many that there are `MOST`."""
    found: list[Any] = []
    for page in client(service).get_paginator(operation).paginate(**arguments):
        found += page[member]
        if len(found) >= MOST:
            break
    return found[:MOST]


_PACKED = re.compile(r"-conformance-pack-[a-z0-9]+$")
"""What Config adds to the name of a rule in a pack, which is the id of a control."""


def _compliance() -> Collected:
    """Every rule, and the resources that fail one; rules that could not be asked about are named as missing."""
    rules = [
        {**one, "Control": _PACKED.sub("", one["ConfigRuleName"])}
        for one in _pages("config", "describe_compliance_by_config_rule", "ComplianceByConfigRules")
    ]
    failing, missing = {}, {}
    for one in rules:
        if one.get("Compliance", {}).get("ComplianceType") != "NON_COMPLIANT":
            continue
        name = one["ConfigRuleName"]
        try:
            failing[name] = _failing(name)
        except Exception as error:  # noqa: BLE001 - as above, of one rule
            missing[f"compliance/{name}"] = reason(error)
    return {"rules": rules, "failing": failing, "is_complete": len(rules) < MOST}, missing


def _failing(rule: str) -> list[dict[str, Any]]:
    results = _pages(
        "config",
        "get_compliance_details_by_config_rule",
        "EvaluationResults",
        ConfigRuleName=rule,
        ComplianceTypes=["NON_COMPLIANT"],
    )
    qualifiers = (one["EvaluationResultIdentifier"]["EvaluationResultQualifier"] for one in results)
    return [{"type": one.get("ResourceType"), "id": one.get("ResourceId")} for one in qualifiers]


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
    pages = list(client("inspector2").get_paginator("list_coverage_statistics").paginate(groupBy="SCAN_STATUS_CODE"))
    by_status = [group for page in pages for group in page.get("countsByGroup", [])]
    return {"by_status": by_status, "total": pages[0]["totalCounts"]}, {}


def _model_cards() -> Collected:
    """Every card as it stands, with its status; a card under a key that admits nobody else is named as missing."""
    cards, missing = [], {}
    for one in _pages("sagemaker", "list_model_cards", "ModelCardSummaries"):
        name = one["ModelCardName"]
        try:
            found = client("sagemaker").describe_model_card(ModelCardName=name)
            content = json.loads(found["Content"])
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one card, the others are kept
            missing[f"model-cards/{name}"] = reason(error)
            continue
        shown = ("ModelCardName", "ModelCardVersion", "ModelCardStatus", "LastModifiedTime")
        cards.append({**{key: found[key] for key in shown if key in found}, "Content": content})
    return {"cards": cards}, missing


def _reports() -> Collected:
    """Which reports AWS has: Artifact answers in us-east-1 alone, and in no other partition."""
    partition = boto3.Session().get_partition_for_region(os.environ["AWS_REGION"])
    if partition != "aws":
        return {"not_offered": partition}, {}
    pages = client("artifact", "us-east-1").get_paginator("list_reports").paginate()
    return {"reports": [report for page in pages for report in page["reports"]]}, {}


def _settings() -> Collected:
    """What is on in the account, whoever turned it on; each that cannot be had is named as missing.

    Of an organization's trail its members read no selectors: that is no gap of a day, and is said in its place.
    """
    asked: dict[str, Callable[[], Any]] = {
        "conformance-packs": lambda: _pages("config", "describe_conformance_packs", "ConformancePackDetails"),
        "detectors": lambda: {
            one: _without_metadata(client("guardduty").get_detector(DetectorId=one))
            for one in _pages("guardduty", "list_detectors", "DetectorIds")
        },
        "enforced-guardrails": lambda: _pages("bedrock", "list_enforced_guardrails_configuration", "guardrailsConfig"),
        "invocation-logging": lambda: (
            client("bedrock").get_model_invocation_logging_configuration().get("loggingConfig")
        ),
        "monitoring-schedules": lambda: _pages("sagemaker", "list_monitoring_schedules", "MonitoringScheduleSummaries"),
    }
    found: dict[str, Any] = {}
    missing: dict[str, str] = {}
    try:
        found["trails"], missing = _trails()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the trails, the others are kept
        missing["settings/trails"] = reason(error)
    for name, ask in asked.items():
        try:
            found[name] = ask()
        except Exception as error:  # noqa: BLE001 - as above, of one setting
            if reason(error) in NOT_OFFERED:
                found[name] = {"not_offered": reason(error)}
            else:
                missing[f"settings/{name}"] = reason(error)
    return found, missing


def _trails() -> Collected:
    found, missing = [], {}
    for one in client("cloudtrail").describe_trails()["trailList"]:
        try:
            found.append(_trail(one))
        except Exception as error:  # noqa: BLE001 - as above, of one trail
            found.append({"trail": one, "not_readable": reason(error)})
            if not one.get("IsOrganizationTrail"):
                missing[f"settings/trails/{one['Name']}"] = reason(error)
    return found, missing


def _trail(trail: dict[str, Any]) -> dict[str, Any]:
    arn = trail["TrailARN"]
    return {
        "trail": trail,
        "status": _without_metadata(client("cloudtrail").get_trail_status(Name=arn)),
        "selectors": _without_metadata(client("cloudtrail").get_event_selectors(TrailName=arn)),
    }


def _without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


SOURCES: dict[str, Callable[[], Collected]] = {
    "compliance": _compliance,
    "model-cards": _model_cards,
    "reports": _reports,
    "scans": _scans,
    "settings": _settings,
    "standards": _standards,
    "threats": _threats,
}
