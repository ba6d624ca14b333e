"""Runs a handler as Lambda does: AWS's own runtime client, in a process that has nothing but the asset.

The client is native code, and crashes when the Runtime API leaves out one of its headers.
AWS source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import secure_ai_constructs
from tests.handlers.local_service import Answer, LocalService, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

HANDLERS = Path(secure_ai_constructs.__file__).parent / "handlers"
REGION, ACCOUNT = "eu-central-1", "111122223333"
SECRET_KEY, SESSION_TOKEN = "not/a/key/but/secret/in/this/test", "a-session-token-of-this-test"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": SESSION_TOKEN,
}
NO_PAUSES = """
import time
really = time.sleep
time.sleep = lambda seconds: really(min(seconds, 0.01))
"""
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Invocation:
    """How one invocation ended."""

    result: Any
    error: dict[str, Any] | None
    """Lambda's `errorType`, `errorMessage` and `stackTrace`, when the handler raised."""
    log: str


def copy_of_asset(handler: str, to: Path) -> Path:
    """What `ServiceFunction` uploads for a handler: its folder, and what all handlers share."""
    folder = to / "asset" / "handlers"
    folder.mkdir(parents=True)
    for shared in ("__init__.py", "custom_resource.py"):
        shutil.copy(HANDLERS / shared, folder / shared)
    shutil.copytree(HANDLERS / handler, folder / handler, ignore=shutil.ignore_patterns("__pycache__"))
    return folder.parent


class LambdaFunction:
    """One execution environment of a function: a second one at the same time is another object of this class."""

    def __init__(self, handler: str, folder: Path, environment: Mapping[str, str]) -> None:
        """Starts the runtime; `handler` is `folder.module`, as in `vector_database.rotation`."""
        folder.mkdir(parents=True, exist_ok=True)
        asset = copy_of_asset(handler.partition(".")[0], folder)
        hurry = folder / "hurry"
        hurry.mkdir()
        (hurry / "sitecustomize.py").write_text(NO_PAUSES, encoding="utf-8")
        self._events: queue.Queue[tuple[str, str, float] | None] = queue.Queue()
        self._endings: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._api = LocalService(self._runtime_api)
        self._log = folder / "log.txt"
        variables = {
            "PATH": os.defpath,
            "PYTHONPATH": f"{asset}{os.pathsep}{hurry}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LAMBDA_TASK_ROOT": str(asset),
            "AWS_LAMBDA_RUNTIME_API": self._api.url.removeprefix("http://"),
            "AWS_LAMBDA_FUNCTION_NAME": "function",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            **CREDENTIALS,
            **environment,
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "awslambdaric", f"handlers.{handler}.handler"],
                cwd=asset,
                env=variables,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._events.put(None)
        self._api.__exit__()

    def invoke(self, event: Any, *, seconds: float = 60.0) -> Invocation:
        """One invocation with so many seconds until Lambda would end it."""
        before = self._log.stat().st_size
        self._events.put((str(uuid.uuid4()), json.dumps(event), time.time() + seconds))
        try:
            kind, body = self._endings.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise AssertionError(f"the handler must end, its log is: {self._log.read_text()}") from None
        log = self._log.read_bytes()[before:].decode()
        return Invocation(None, body, log) if kind == "error" else Invocation(body, None, log)

    def _runtime_api(self, request: Request) -> Answer:
        if request.path.endswith("/invocation/next"):
            return self._next()
        self._endings.put((request.path.rsplit("/", 1)[-1], request.json))
        return Answer(202)

    def _next(self) -> Answer:
        waiting = self._events.get()
        if waiting is None:
            return Answer(500)
        request_id, event, deadline = waiting
        headers = {
            "Lambda-Runtime-Aws-Request-Id": request_id,
            "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:function",
            "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
            "Lambda-Runtime-Client-Context": "{}",
            "Lambda-Runtime-Cognito-Identity": "{}",
            "Content-Type": "application/json",
        }
        return Answer(200, event.encode(), headers)
