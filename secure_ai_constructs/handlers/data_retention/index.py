"""Says how long Bedrock's providers may keep prompts and answers of the account; CloudFormation has no type for it.

The call is newer than the SDK of some Lambda runtimes, so it is signed by hand. Deletion keeps the mode: to let data
be kept again is a decision, and no side effect. What somebody else decided is not overwritten. The answer to a creation
says which mode was there before.
AWS source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_PutAccountDataRetention.html
"""

from __future__ import annotations

import json
import os
import time
import urllib.request
from typing import Any
from urllib.error import HTTPError

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from ..custom_resource import Outcome, answering

UNSAID = ("", "default", "inherit")
"""Of an account of which nobody said anything: whatever mode is asked for may take its place."""
MODES = ("aws_review", "default", "inherit", "none", "provider_data_share")
PAUSES = (1, 2, 4, 8)
BUSY = (429, 500, 502, 503, 504)


def act(event: dict[str, Any]) -> Outcome:
    """Sets the mode `Mode` of the account `Account`, unless it is set."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account, mode = (event["ResourceProperties"][one] for one in ("Account", "Mode"))
    if mode not in MODES:
        raise ValueError(f"Mode must be one of {', '.join(MODES)}, was {mode!r}")
    former = _ask("GET").get("mode", "")
    is_theirs = former not in (mode, event.get("OldResourceProperties", {}).get("Mode"), *UNSAID)
    if is_theirs and event["RequestType"] == "Create":
        raise ValueError(
            f"the account must not have been decided about by somebody else: it keeps {former!r}, and Mode was {mode!r}; "
            "adopt what is there, or take it back first"
        )
    if is_theirs:
        # An update that failed would fail its rollback, too.
        print(json.dumps({"left": former, "asked": mode}))
    elif former != mode:
        # Whoever takes the setting back reads here what it was: a repeated request finds the new one.
        print(json.dumps({"former": former, "set": mode}))
        _ask("PUT", {"mode": mode})
    return Outcome(f"data-retention-{account}", {"Former": former})


def _ask(method: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The service's answer; a service that is busy is asked again."""
    for pause in (*PAUSES, None):
        try:
            found: dict[str, Any] = json.loads(_send(method, json.dumps(body).encode() if body else b"") or b"{}")
        except HTTPError as error:
            if pause is None or error.code not in BUSY:
                raise RuntimeError(f"Bedrock refused to {method} the retention mode with status {error.code}") from None
        except OSError:
            if pause is None:
                raise
        else:
            return found
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _send(method: str, body: bytes) -> bytes:
    region = os.environ["AWS_REGION"]
    host = os.environ.get("AWS_ENDPOINT_URL_BEDROCK", f"https://bedrock.{region}.amazonaws.com")
    request = AWSRequest(
        method=method, url=f"{host}/data-retention", data=body or None, headers={"Content-Type": "application/json"}
    )
    SigV4Auth(boto3.Session().get_credentials(), "bedrock", region).add_auth(request)
    signed = urllib.request.Request(  # noqa: S310 - the service's own address
        request.url, data=body or None, method=method, headers=dict(request.headers.items())
    )
    with urllib.request.urlopen(signed, timeout=20) as answer:  # noqa: S310 - as above
        content: bytes = answer.read()
    return content


handler = answering(act)
