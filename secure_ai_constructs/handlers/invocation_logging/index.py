"""Turns on the logging of model invocations, with contents; CloudFormation has no type for it.

The setting exists once for an account and Region. One that goes elsewhere is somebody else's, and is
refused at creation, and left by an update, never replaced. Deletion keeps it, unless `WhenDeleted` is `TurnOff` and it still goes where it was sent.
AWS source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_PutModelInvocationLoggingConfiguration.html
"""

from __future__ import annotations

import json
import time
from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client, Outcome, answering

BEDROCK = Client("bedrock")
KINDS = ("audio", "embedding", "image", "text", "video")
PAUSES = (5, 10, 15, 15, 15, 15, 15, 15, 15, 15, 15)
"""Seconds between attempts: Bedrock tries out the role and the bucket, whose policies take a while to be known."""
NOT_YET = "Failed to validate permissions"


def act(event: dict[str, Any]) -> Outcome:
    """Logs to the group `LogGroup` as `Role`, and to the bucket `Bucket` below `Prefix`."""
    properties = event["ResourceProperties"]
    if event["RequestType"] == "Delete":
        if properties.get("WhenDeleted") == "TurnOff" and goes_to(_current()) == event["PhysicalResourceId"]:
            BEDROCK.delete_model_invocation_logging_configuration()
        return Outcome(event["PhysicalResourceId"])
    wanted = _configuration(*(properties[one] for one in ("LogGroup", "Role", "Bucket", "Prefix")))
    found = _current()
    # The answer of an update may be lost: what is rolled back then is what the old properties asked for.
    former = event.get("OldResourceProperties") or {}
    ours = (goes_to(wanted), event.get("PhysicalResourceId"), f"{former.get('LogGroup')} and {former.get('Bucket')}")
    if found and goes_to(found) not in ours:
        if event["RequestType"] == "Update":
            # An update that failed would fail its rollback, too; a rule of Config tells of the setting every day.
            print(json.dumps({"left": goes_to(found), "asked": goes_to(wanted)}))
            return Outcome(event["PhysicalResourceId"])
        raise RuntimeError(
            f"invocations are logged already, to {goes_to(found)}: adopt that setting, or turn it off first"
        )
    if found != wanted:
        _put(wanted)
    return Outcome(goes_to(wanted))


def _configuration(group: str, role: str, bucket: str, prefix: str) -> dict[str, Any]:
    """Bodies of more than 100 KB, and what is no text, go to the bucket from the log group, too."""
    destination = {"bucketName": bucket, "keyPrefix": prefix}
    return {
        "cloudWatchConfig": {"logGroupName": group, "roleArn": role, "largeDataDeliveryS3Config": destination},
        "s3Config": destination,
        **{f"{kind}DataDeliveryEnabled": True for kind in KINDS},
    }


def _current() -> dict[str, Any]:
    found: dict[str, Any] = BEDROCK.get_model_invocation_logging_configuration().get("loggingConfig", {})
    return found


def goes_to(configuration: dict[str, Any]) -> str:
    """Where a setting sends what it logs: the identity of the setting."""
    group = configuration.get("cloudWatchConfig", {}).get("logGroupName", "no log group")
    return f"{group} and {configuration.get('s3Config', {}).get('bucketName', 'no bucket')}"


def _put(configuration: dict[str, Any]) -> None:
    for pause in (*PAUSES, None):
        try:
            BEDROCK.put_model_invocation_logging_configuration(loggingConfig=configuration)
        except ClientError as error:
            if pause is None or NOT_YET not in error.response["Error"].get("Message", ""):
                raise
            time.sleep(pause)
        else:
            return


handler = answering(act)
