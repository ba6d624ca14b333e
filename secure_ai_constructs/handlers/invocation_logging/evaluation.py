"""Tells Config once a day whether model invocations are logged: no resource that Config records would show it.

AWS source: https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
"""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config

from .index import BEDROCK, KINDS

CONFIG = boto3.client("config", config=Config(retries={"mode": "adaptive", "max_attempts": 8}))
LONGEST_ANNOTATION = 256


def handler(event: dict[str, Any], _: Any) -> None:
    """Evaluates the account of the event `accountId`, at the time of its notification."""
    invoking = json.loads(event["invokingEvent"])
    missing = _missing(BEDROCK.get_model_invocation_logging_configuration().get("loggingConfig", {}))
    evaluation = {
        "ComplianceResourceType": "AWS::::Account",
        "ComplianceResourceId": event["accountId"],
        "ComplianceType": "NON_COMPLIANT" if missing else "COMPLIANT",
        "OrderingTimestamp": invoking["notificationCreationTime"],
    }
    if missing:
        evaluation["Annotation"] = f"not logged: {', '.join(missing)}"[:LONGEST_ANNOTATION]
    CONFIG.put_evaluations(Evaluations=[evaluation], ResultToken=event["resultToken"])


def _missing(configuration: dict[str, Any]) -> list[str]:
    """What is not logged, or not logged anywhere."""
    if not configuration.get("s3Config") and not configuration.get("cloudWatchConfig"):
        return ["anything"]
    return [kind for kind in KINDS if not configuration.get(f"{kind}DataDeliveryEnabled")]
