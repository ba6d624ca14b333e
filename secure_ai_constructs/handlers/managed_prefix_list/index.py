"""Finds a prefix list that AWS manages, such as the addresses of S3; CloudFormation has no look-up for it.

AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
"""

from __future__ import annotations

from typing import Any

from ..custom_resource import Client, Outcome, answering

EC2 = Client("ec2")


def act(event: dict[str, Any]) -> Outcome:
    """Returns the id of the list `Name` as the attribute `PrefixListId`; its deletion deletes nothing."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    name = event["ResourceProperties"]["Name"]
    filters = [{"Name": "prefix-list-name", "Values": [name]}, {"Name": "owner-id", "Values": ["AWS"]}]
    found = EC2.describe_managed_prefix_lists(Filters=filters)["PrefixLists"]
    if len(found) != 1:
        raise LookupError(f"one prefix list of AWS must be named {name}, found {len(found)}")
    return Outcome(found[0]["PrefixListId"], {"PrefixListId": found[0]["PrefixListId"]})


handler = answering(act)
