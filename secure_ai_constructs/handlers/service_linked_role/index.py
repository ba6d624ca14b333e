"""Makes sure that a service has its role in the account; `AWS::IAM::ServiceLinkedRole` fails where it has one.

Deletion keeps the role: whatever else the service does in the account, it does as this role.
AWS source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
"""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client, Outcome, answering

IAM = Client("iam")
TAKEN = "has been taken in this account"
SETTLE = 15
"""Seconds after which other services have heard of a new role."""


def act(event: dict[str, Any]) -> Outcome:
    """Creates the role of the service `Service`, such as `config.amazonaws.com`, unless it is there."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    service = event["ResourceProperties"]["Service"]
    try:
        IAM.create_service_linked_role(AWSServiceName=service)
    except ClientError as error:
        if TAKEN not in error.response["Error"].get("Message", ""):
            raise
    else:
        time.sleep(SETTLE)
    return Outcome(service)


handler = answering(act)
