"""Blocks public access to all buckets of the account; CloudFormation has no type for it.

It only ever closes: what is blocked already stays so, and deletion opens nothing. A creation
does not overwrite a block that somebody else has made in part: what it leaves open may be public on purpose.
AWS source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
"""

from __future__ import annotations

import json
from typing import Any

from ..custom_resource import Client, Outcome, answering

S3 = Client("s3control")
CLOSED = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)


def act(event: dict[str, Any]) -> Outcome:
    """Closes the account `Account`, unless it is closed."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account = event["ResourceProperties"]["Account"]
    former = _found(account)
    if event["RequestType"] == "Create" and former not in ({}, CLOSED):
        opened = sorted(name for name in CLOSED if not former.get(name))
        raise ValueError(
            f"the account must not have a block of somebody else's: it leaves out {', '.join(opened)}; adopt what is there, "
            "or take it away first"
        )
    if former != CLOSED:
        print(json.dumps({"former": former, "set": CLOSED}))
        S3.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=CLOSED)
    return Outcome(f"public-access-block-{account}")


def _found(account: str) -> dict[str, Any]:
    """What is blocked; nothing in an account of which nobody said anything."""
    try:
        found: dict[str, Any] = S3.get_public_access_block(AccountId=account)["PublicAccessBlockConfiguration"]
    except S3.exceptions.NoSuchPublicAccessBlockConfiguration:
        return {}
    return found


handler = answering(act)
