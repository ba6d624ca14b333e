"""How every custom resource answers CloudFormation: always, once more than once is harmless, and in time.

A stack waits an hour for an answer that does not come, and another one for the rollback. So
whatever happens in `act`, an answer is sent: its result, its error, or that time ran out.
AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
"""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SPARE_SECONDS = 10.0
"""So long before Lambda ends the function, CloudFormation is told that it will not be done."""
ATTEMPTS = 5
NOT_CREATED = "not-created"
"""The physical id of what never came to be: its deletion, which a rollback asks for, does nothing."""
LONGEST_REASON = 1024
"""Characters that JSON writes in two bytes at the most: CloudFormation reads no answer of more than 4096."""
REFUSED, SERVER_ERROR = 400, 500


@dataclass(frozen=True)
class Outcome:
    """What CloudFormation learns of a resource."""

    physical_id: str
    """Unchanged by an update in place; another one makes CloudFormation delete the former."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What `Fn::GetAtt` returns; no secrets."""


class Client:
    """A client of an AWS service that is made when it is first used: what fails then is answered, like all else."""

    def __init__(self, service: str, **settings: Any) -> None:
        self._service, self._settings = service, settings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    @cached_property
    def _made(self) -> Any:
        retries = {"mode": "adaptive", "max_attempts": 8}
        return boto3.client(self._service, config=Config(retries=retries), **self._settings)


def answering(act: Callable[[dict[str, Any]], Outcome]) -> Callable[[dict[str, Any], Any], None]:
    """A Lambda handler that calls `act` with the event and answers for it.

    An answer that cannot be delivered raises: Lambda then repeats the event, and `act` with it. The error's type and message reach the stack's events, so `act` must not put a secret into them.
    """

    def handler(event: dict[str, Any], context: Any) -> None:
        answer = _Answer(event)
        seconds = context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS
        alarm = threading.Timer(max(seconds, 0.0), answer.fail, ["time ran out; the next attempt continues"])
        alarm.daemon = True
        alarm.start()
        try:
            outcome = _outcome(act, event)
        except Exception as error:  # noqa: BLE001 - whatever happens, CloudFormation gets an answer
            answer.fail(f"{type(error).__name__}: {error}")
        else:
            answer.succeed(outcome)
        finally:
            alarm.cancel()

    return handler


def _outcome(act: Callable[[dict[str, Any]], Outcome], event: dict[str, Any]) -> Outcome:
    if event.get("RequestType") == "Delete" and event.get("PhysicalResourceId") == NOT_CREATED:
        return Outcome(NOT_CREATED)
    return act(event)


class _Answer:
    """Delivered once: the timer and the handler's own thread may both want to send it."""

    def __init__(self, event: dict[str, Any]) -> None:
        self._event = event
        self._lock = threading.Lock()
        self._sent = False

    def succeed(self, outcome: Outcome) -> None:
        self._send({"Status": "SUCCESS", "PhysicalResourceId": outcome.physical_id, "Data": dict(outcome.data)})

    def fail(self, reason: str) -> None:
        physical_id = self._event.get("PhysicalResourceId") or NOT_CREATED
        self._send({"Status": "FAILED", "PhysicalResourceId": physical_id, "Reason": _plain(reason)[:LONGEST_REASON]})

    def _send(self, answer: dict[str, Any]) -> None:
        with self._lock:
            if self._sent:
                return
            echo = {key: self._event.get(key, "") for key in ("StackId", "RequestId", "LogicalResourceId")}
            _put(self._event["ResponseURL"], json.dumps({**answer, **echo}).encode())
            self._sent = True
        print(json.dumps({"answered": answer["Status"], "resource": echo["LogicalResourceId"]}))


def _plain(text: str) -> str:
    ascii_only = text.encode("ascii", "replace").decode()
    return "".join(one if one.isprintable() else " " for one in ascii_only)


def _put(url: str, body: bytes) -> None:
    """The URL is presigned for a request without a content type; it is retried, and a second answer is ignored."""
    if not url.startswith("https://"):
        raise ValueError("ResponseURL must be an https address")
    for attempt in range(ATTEMPTS):
        request = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310 - https
        try:
            with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - https
                return
        except OSError as error:
            refused = isinstance(error, HTTPError) and REFUSED <= error.code < SERVER_ERROR
            if refused or attempt == ATTEMPTS - 1:
                raise
            time.sleep(2**attempt / 4)
