"""Closes a VPC's default security group; CloudFormation has no type that takes away the rules it comes with.

The rules are named and not looked up, so that the role needs no right to describe anything. Deletion leaves the group
closed: it goes with its VPC.
AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client, Outcome, answering

EC2 = Client("ec2")
GONE = "InvalidPermission.NotFound"
"""The rule is not there; that the group is not there is an error, for then nothing was closed."""


def act(event: dict[str, Any]) -> Outcome:
    """Revokes the two rules of the group `GroupId` of the account `Account`."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    properties = event["ResourceProperties"]
    group, account = properties["GroupId"], properties["Account"]
    among_themselves = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group, "UserId": account}]}
    to_anywhere = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    _revoke(EC2.revoke_security_group_ingress, group, among_themselves)
    _revoke(EC2.revoke_security_group_egress, group, to_anywhere)
    return Outcome(f"closed-{group}")


def _revoke(revoke: Any, group: str, rule: dict[str, Any]) -> None:
    try:
        revoke(GroupId=group, IpPermissions=[rule])
    except ClientError as error:
        if error.response["Error"]["Code"] != GONE:
            raise


handler = answering(act)
