"""Finds a standard framework of Audit Manager by its name; CloudFormation's type for assessments takes its id alone.

AWS has closed Audit Manager to new customers: an account that does not use it is told so, and is not registered.
AWS source: https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_ListAssessmentFrameworks.html
"""

from __future__ import annotations

import difflib
from typing import Any

from ..custom_resource import Client, Outcome, answering

AUDIT_MANAGER = Client("auditmanager")


def act(event: dict[str, Any]) -> Outcome:
    """Answers with the `FrameworkId` of the framework that is called `Framework`, when reports are under `Key`."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    name = event["ResourceProperties"]["Framework"]
    status = AUDIT_MANAGER.get_account_status()["status"]
    if status != "ACTIVE":
        raise ValueError(f"the account must use Audit Manager in this Region, which AWS has closed, was {status}")
    _must_encrypt_with(event["ResourceProperties"]["Key"])
    found = _standard_frameworks()
    if name not in found:
        like = ", ".join(difflib.get_close_matches(name, found, n=3, cutoff=0.3)) or "nothing"
        raise ValueError(f"Framework must be one of AWS's {len(found)} frameworks, was {name!r}; like it is {like}")
    return Outcome(found[name], {"FrameworkId": found[name]})


def _must_encrypt_with(key: str) -> None:
    """The bucket of the reports takes no other key, and what Audit Manager takes is a setting of the account."""
    used = AUDIT_MANAGER.get_settings(attribute="ALL").get("settings", {}).get("kmsKey", "DEFAULT")
    if used != key:
        raise ValueError(f"Audit Manager's settings must name the reports' key, {key}, was {used}")


def _standard_frameworks() -> dict[str, str]:
    """The ids by name."""
    found: dict[str, str] = {}
    token: dict[str, str] = {}
    while True:
        page = AUDIT_MANAGER.list_assessment_frameworks(frameworkType="Standard", **token)
        found |= {one["name"]: one["id"] for one in page["frameworkMetadataList"]}
        if not page.get("nextToken"):
            return found
        token = {"nextToken": page["nextToken"]}


handler = answering(act)
