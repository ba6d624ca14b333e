"""A question in the real Lambda runtime, with the three services of Bedrock on loopback."""

from __future__ import annotations

import contextlib
import json
import urllib.parse
from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers import bedrock as shapes
from tests.handlers.bedrock import ANSWER, ENVIRONMENT, KNOWLEDGE_BASE, MODEL, PASSAGE, PROMPT, QUESTION
from tests.handlers.lambda_runtime import LambdaFunction
from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLS = {
    f"GET /prompts/{PROMPT}/?promptVersion=7": shapes.prompt(),
    f"POST /knowledgebases/{KNOWLEDGE_BASE}/retrieve": {"retrievalResults": [shapes.passage()]},
    f"POST /model/{MODEL}/converse": shapes.conversation(),
}
SERVICES = ("BEDROCK_AGENT", "BEDROCK_AGENT_RUNTIME", "BEDROCK_RUNTIME")


def respond(request: Request) -> Answer:
    """What Bedrock says to exactly these calls."""
    found: Any = CALLS.get(f"{request.method} {urllib.parse.unquote(request.path)}")
    return as_json(found) if found else refusal("ValidationException")


@pytest.fixture
def services() -> Iterator[dict[str, LocalService]]:
    """Each of the three, by the name that a client looks for its address with."""
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(LocalService(respond)) for name in SERVICES}


@pytest.fixture
def function(services: dict[str, LocalService], tmp_path: Path) -> Iterator[LambdaFunction]:
    """The deployed function."""
    addresses = {f"AWS_ENDPOINT_URL_{name}": service.url for name, service in services.items()}
    with LambdaFunction("question_answering.index", tmp_path, {**ENVIRONMENT, **addresses}) as found:
        yield found


def test_a_question_is_answered(function: LambdaFunction, services: dict[str, LocalService]) -> None:
    for _ in range(2):
        ended = function.invoke({"question": QUESTION})
        assert ended.error is None
        assert (ended.result["status"], ended.result["answer"]) == ("answered", ANSWER)
        assert ended.result["citations"][0]["uri"] == "s3://claims-documents/1.pdf"
    assert [len(one.requests) for one in services.values()] == [1, 2, 2]
    asked = services["BEDROCK_RUNTIME"].requests[0].json
    assert asked == {name: value for name, value in shapes.request().items() if name != "modelId"}


def test_the_log_says_what_was_retrieved_and_counts_the_answer_without_a_text(function: LambdaFunction) -> None:
    log = function.invoke({"question": QUESTION}).log
    retrieved, counts = (json.loads(line) for line in log.splitlines())
    assert (retrieved["Team"], [one["uri"] for one in retrieved["Retrieved"]]) == (
        "claims",
        ["s3://claims-documents/1.pdf"],
    )
    assert (counts["Answered"], counts["InputTokens"], counts["OutputTokens"], counts["Team"]) == (1, 120, 12, "claims")
    assert not any(text in log for text in (QUESTION, PASSAGE, ANSWER))


@pytest.mark.parametrize("failing", SERVICES)
def test_a_failure_ends_in_an_error_that_repeats_no_text(
    failing: str, function: LambdaFunction, services: dict[str, LocalService]
) -> None:
    told = refusal("AccessDeniedException", 403, f"{QUESTION} {PASSAGE} {ANSWER}")
    services[failing].first.append(told)
    ended = function.invoke({"question": QUESTION})
    assert ended.error is not None
    assert ended.error["errorType"] == "NoAnswer"
    assert ended.error["errorMessage"] == "no answer, because of AccessDeniedException"
    everything = ended.log + json.dumps(ended.error)
    assert not any(text in everything for text in (QUESTION, PASSAGE, ANSWER))


def test_a_service_that_throttles_is_asked_again(function: LambdaFunction, services: dict[str, LocalService]) -> None:
    services["BEDROCK_RUNTIME"].first.append(refusal("ThrottlingException", 429))
    assert function.invoke({"question": QUESTION}).result["status"] == "answered"


def test_what_is_no_question_is_named_as_such(function: LambdaFunction) -> None:
    ended = function.invoke({"question": QUESTION * 100})
    assert ended.error is not None
    assert ended.error["errorType"] == "InvalidQuestion"
    assert QUESTION not in ended.log + json.dumps(ended.error)
