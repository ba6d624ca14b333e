"""As much of EC2 as two handlers see: security groups with the rules they come with, and AWS's prefix lists."""

from __future__ import annotations

import re
import threading
from typing import Any
from urllib.parse import parse_qs

from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.local_service import Answer, LocalService, Request

NAMESPACE = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"'
LISTS = {
    "com.amazonaws.eu-central-1.s3": "pl-6ea54007",
    "com.amazonaws.eu-central-1.dynamodb": "pl-66a5400f",
}


def error(code: str, status: int = 400) -> Answer:
    """An error as EC2 sends it."""
    body = f"<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors></Response>"
    return Answer(status, body.encode(), {"Content-Type": "text/xml"})


THROTTLED = error("RequestLimitExceeded", 503)


class Ec2:
    """Its state is `rules`: what is open in each security group."""

    def __init__(self) -> None:
        """Starts with no group."""
        self.rules: dict[str, set[tuple[str, ...]]] = {}
        self.lists = dict(LISTS)
        self._lock = threading.Lock()
        self.service = LocalService(self._respond)

    def default_group(self, group: str) -> None:
        """A group as it comes with a VPC."""
        self.rules[group] = {
            ("RevokeSecurityGroupIngress", "-1", group, ACCOUNT),
            ("RevokeSecurityGroupEgress", "-1", "0.0.0.0/0"),
        }

    def _respond(self, request: Request) -> Answer:
        given = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        with self._lock:
            if given["Action"] == "DescribeManagedPrefixLists":
                return self._describe(given)
            return self._revoke(given)

    def _revoke(self, given: dict[str, str]) -> Answer:
        group, at = given["GroupId"], "IpPermissions.1"
        if group not in self.rules:
            return error("InvalidGroup.NotFound")
        what = ("Groups.1.GroupId", "Groups.1.UserId", "IpRanges.1.CidrIp")
        rule = tuple(given[f"{at}.{one}"] for one in ("IpProtocol", *what) if f"{at}.{one}" in given)
        rule = (given["Action"], *rule)
        if rule not in self.rules[group]:
            return error("InvalidPermission.NotFound")
        self.rules[group].remove(rule)
        name = f"{given['Action']}Response"
        return _xml(f"<{name} {NAMESPACE}><return>true</return></{name}>")

    def _describe(self, given: dict[str, str]) -> Answer:
        filters: dict[str, Any] = {
            given[name]: given[name.replace("Name", "Value.1")]
            for name in given
            if re.fullmatch(r"Filter\.\d\.Name", name)
        }
        found = [
            f"<item><prefixListId>{one}</prefixListId><prefixListName>{name}</prefixListName></item>"
            for name, one in self.lists.items()
            if filters == {"prefix-list-name": name, "owner-id": "AWS"}
        ]
        name = "DescribeManagedPrefixListsResponse"
        return _xml(f"<{name} {NAMESPACE}><prefixListSet>{''.join(found)}</prefixListSet></{name}>")


def _xml(body: str) -> Answer:
    return Answer(200, body.encode(), {"Content-Type": "text/xml"})
