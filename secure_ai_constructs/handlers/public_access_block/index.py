"""Blocks public access to all buckets of the account; CloudFormation has no type for it.

It only ever closes: what is blocked already stays so, and deletion opens nothing.
AWS source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
"""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config

from ..custom_resource import Outcome, answering

S3 = boto3.client("s3control", config=Config(retries={"mode": "adaptive", "max_attempts": 8}))
CLOSED = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)


def act(event: dict[str, Any]) -> Outcome:
    """Closes the account `Account`, unless it is closed."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account = event["ResourceProperties"]["Account"]
    if (former := _found(account)) != CLOSED:
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
