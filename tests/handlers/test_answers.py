"""What reaches CloudFormation, whatever a custom resource failed with, and who it is told to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from awslambdaric.lambda_context import LambdaContext

from secure_ai_constructs.handlers import custom_resource
from secure_ai_constructs.handlers.custom_resource import Outcome, answering
from tests.handlers.cloudformation import LARGEST_ANSWER, CloudFormation
from tests.handlers.ec2_service import Ec2
from tests.handlers.lambda_runtime import LambdaFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

HANDLERS = Path(custom_resource.__file__).parent
OF_CUSTOM_RESOURCES = [
    one.parent.name for one in sorted(HANDLERS.glob("*/index.py")) if "answering(" in one.read_text(encoding="utf-8")
]
NAMES = ("a" * 5000, "🔥" * 5000, "é" * 5000, '"\\' * 2500, "\n\t\0\x1b" * 1250, "\ud800" * 5000)


@pytest.fixture(scope="module")
def cloudformation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudFormation]:
    """Who waits for an answer."""
    with CloudFormation(tmp_path_factory.mktemp("cloudformation")) as found:
        yield found


@pytest.fixture(scope="module")
def function(cloudformation: CloudFormation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LambdaFunction]:
    """A custom resource that fails with the name that it was given."""
    ec2 = Ec2()
    environment = {"AWS_ENDPOINT_URL_EC2": ec2.service.url, **cloudformation.environment}
    folder = tmp_path_factory.mktemp("function")
    with ec2.service, LambdaFunction("managed_prefix_list.index", folder, environment) as found:
        yield found


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_however_long_and_strange_a_reason_is_the_answer_is_small_enough(
    name: str, cloudformation: CloudFormation, function: LambdaFunction
) -> None:
    cloudformation.reset()
    assert function.invoke(cloudformation.event("Create", {"Name": name})).error is None
    [answer] = cloudformation.answers
    [request] = cloudformation.service.requests
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].isprintable()
    assert "Error: " in answer["Reason"]
    assert len(request.body) <= LARGEST_ANSWER


def test_an_answer_goes_to_nobody_whose_certificate_is_not_trusted(
    function: LambdaFunction, cloudformation: CloudFormation, tmp_path: Path
) -> None:
    cloudformation.reset()
    with CloudFormation(tmp_path) as impostor:
        ended = function.invoke(impostor.event("Create", {"Name": "com.amazonaws.eu-central-1.s3"}))
        assert ended.error is not None
        assert "CERTIFICATE_VERIFY_FAILED" in ended.error["errorMessage"]
        assert impostor.service.requests == []


def test_without_an_address_there_is_an_error_that_lambda_counts(
    function: LambdaFunction, cloudformation: CloudFormation
) -> None:
    event = cloudformation.event("Create", {"Name": "com.amazonaws.eu-central-1.s3"})
    del event["ResponseURL"]
    ended = function.invoke(event)
    assert ended.error is not None
    assert (ended.error["errorType"], ended.error["errorMessage"]) == ("KeyError", "'ResponseURL'")


def test_what_was_never_created_is_not_acted_on(
    cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rollback asks for the deletion of what failed; a handler that destroys would look for it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(cloudformation.authority))
    monkeypatch.setattr(urllib.request, "_opener", None)
    cloudformation.reset()
    acted_on: list[str] = []

    def act(event: dict[str, Any]) -> Outcome:
        acted_on.append(event["PhysicalResourceId"])
        return Outcome(event["PhysicalResourceId"])

    for physical_id in ("not-created", "something"):
        deadline = int(time.time() * 1000) + 60_000
        context = LambdaContext("an-id", None, None, deadline)
        answering(act)(cloudformation.event("Delete", {}, physical_id), context)
    assert [one["Status"] for one in cloudformation.answers] == ["SUCCESS", "SUCCESS"]
    assert acted_on == ["something"]


@pytest.mark.parametrize("handler", OF_CUSTOM_RESOURCES)
def test_nothing_that_may_fail_is_made_before_there_is_something_to_answer(handler: str) -> None:
    """Without a Region, no client can be made: a module that makes one while it is loaded ends before it answers."""
    code = f"import secure_ai_constructs.handlers.{handler}.index"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
