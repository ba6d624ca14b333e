"""Tells Config once a day whether model invocations are logged: no resource that Config records would show it.

AWS source: https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
"""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config

from .index import BEDROCK, KINDS, goes_to

CONFIG = boto3.client("config", config=Config(retries={"mode": "adaptive", "max_attempts": 8}))
LONGEST_ANNOTATION = 256


def handler(event: dict[str, Any], _: Any) -> None:
    """Evaluates the account of the event `accountId`, at the time of its notification.

    The rule's parameter `Destination` is where the log should go, if that is ours to say.
    """
    invoking = json.loads(event["invokingEvent"])
    wanted = json.loads(event.get("ruleParameters") or "{}").get("Destination", "")
    missing = _missing(BEDROCK.get_model_invocation_logging_configuration().get("loggingConfig", {}), wanted)
    evaluation = {
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": event["accountId"],
        "ComplianceType": "NON_COMPLIANT" if missing else "COMPLIANT",
        "OrderingTimestamp": invoking["notificationCreationTime"],
    }
    if missing:
        evaluation["Annotation"] = f"not logged: {', '.join(missing)}"[:LONGEST_ANNOTATION]
    CONFIG.put_evaluations(Evaluations=[evaluation], ResultToken=event["resultToken"])


def _missing(configuration: dict[str, Any], wanted: str) -> list[str]:
    """What is not logged, or not logged anywhere, or not where it should."""
    if not configuration.get("s3Config") and not configuration.get("cloudWatchConfig"):
        return ["anything"]
    if wanted not in ("", goes_to(configuration)):
        return [f"to {wanted}, but to {goes_to(configuration)}"]
    return [kind for kind in KINDS if not configuration.get(f"{kind}DataDeliveryEnabled")]
