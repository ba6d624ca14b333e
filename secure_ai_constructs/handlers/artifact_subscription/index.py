"""Subscribes an account to what AWS Artifact publishes; CloudFormation has no type for the setting.

The setting exists once for an account, and answers in us-east-1. Deletion keeps it: nobody can tell for whom
else it was made.
AWS source: https://docs.aws.amazon.com/artifact/latest/APIReference/API_PutAccountSettings.html
"""

from __future__ import annotations

from typing import Any

from ..custom_resource import Client, Outcome, answering

ARTIFACT = Client("artifact", region_name="us-east-1")
SUBSCRIBED = "SUBSCRIBED"


def act(event: dict[str, Any]) -> Outcome:
    """Subscribes the account `Account`, unless it is."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account = event["ResourceProperties"]["Account"]
    settings = ARTIFACT.get_account_settings().get("accountSettings", {})
    if settings.get("notificationSubscriptionStatus") != SUBSCRIBED:
        ARTIFACT.put_account_settings(notificationSubscriptionStatus=SUBSCRIBED)
    return Outcome(f"artifact-{account}")


handler = answering(act)
