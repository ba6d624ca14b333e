"""Turns on Amazon Inspector for an account and Region; CloudFormation has no type for it.

What is on stays on, also when the stack goes: nobody can tell for whom else it was turned on.
AWS source: https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html
"""

from __future__ import annotations

import time
from typing import Any

from ..custom_resource import Client, Outcome, answering

INSPECTOR = Client("inspector2")
STATES = {"EC2": "ec2", "ECR": "ecr", "LAMBDA": "lambda", "LAMBDA_CODE": "lambdaCode"}
"""What is scanned, as `Enable` and as a status call it."""
UNDER_WAY = (
    "ALREADY_ENABLED",
    "DISABLE_IN_PROGRESS",
    "ENABLE_IN_PROGRESS",
    "EVENTBRIDGE_THROTTLED",
    "EVENTBRIDGE_UNAVAILABLE",
    "INTERNAL_ERROR",
    "SSM_THROTTLED",
    "SSM_UNAVAILABLE",
)
"""What passes: it is asked for again at the next look."""
PAUSE, LOOKS = 15, 50
"""Seconds between looks at what is being turned on, which takes minutes, and how many there are."""


def act(event: dict[str, Any]) -> Outcome:
    """Turns on the scans `ResourceTypes`, separated by commas, for the account `Account`, and waits until they are."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    account, named = (event["ResourceProperties"][one] for one in ("Account", "ResourceTypes"))
    wanted = named.split(",")
    if unknown := sorted(set(wanted) - set(STATES)):
        raise ValueError(f"ResourceTypes must be of {', '.join(STATES)}, had {', '.join(unknown)}")
    for _ in range(LOOKS):
        missing = _not_enabled(account, wanted)
        if not missing:
            return Outcome(f"inspector-{account}")
        _enable(account, missing)
        time.sleep(PAUSE)
    raise TimeoutError(f"Inspector did not turn on {', '.join(missing)}; the next attempt continues")


def _not_enabled(account: str, wanted: list[str]) -> list[str]:
    answer = INSPECTOR.batch_get_account_status(accountIds=[account])
    _must_pass(answer, "the status of the account")
    states: dict[str, Any] = next((one["resourceState"] for one in answer["accounts"]), {})
    return [one for one in wanted if states.get(STATES[one], {}).get("status") != "ENABLED"]


def _enable(account: str, types: list[str]) -> None:
    _must_pass(INSPECTOR.enable(accountIds=[account], resourceTypes=types), ", ".join(types))


def _must_pass(answer: dict[str, Any], what: str) -> None:
    for failed in answer.get("failedAccounts", []):
        if failed["errorCode"] not in UNDER_WAY:
            raise RuntimeError(f"Inspector refused {what}: {failed['errorCode']}")


handler = answering(act)
