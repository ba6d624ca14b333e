"""Data access policies of OpenSearch Serverless: a language of their own, which only adds.

IAM has to allow `aoss:APIAccessAll` on the collection besides.
AWS source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.access.pattern import matches_glob
from secure_ai_constructs.access.world import plain

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly


def data_policies(assembly: Assembly) -> list[dict[str, Any]]:
    """The rules of all data access policies, each with the principals that it is for."""
    policies = (
        json.loads(plain(policy["Policy"]))
        for policy in assembly.by_type.get("AWS::OpenSearchServerless::AccessPolicy", ())
    )
    return [rule for policy in policies for rule in policy]


def permits(policies: list[dict[str, Any]], *, principal: str, permission: str, resource: str) -> bool:
    """Whether a role may do something, such as `aoss:ReadDocument`, to `index/<collection>/<index>`."""
    return any(
        matches_glob(pattern, resource) and any(matches_glob(one, permission) for one in rule["Permission"])
        for policy in policies
        if principal in policy["Principal"]
        for rule in policy["Rules"]
        for pattern in rule["Resource"]
    )
