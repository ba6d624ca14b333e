"""A model of one's own under a guardrail: checked before and after, and silent when anything fails."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from secure_ai_constructs.handlers.guarded_inference import index

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {"ENDPOINT": "fraud", "GUARDRAIL_ID": "gr1234567890", "GUARDRAIL_VERSION": "3", "MAX_TOKENS": "256"}
FUNCTION_SECONDS, MODEL_SECONDS = 90, 60
"""The first is what `GuardedModel` gives the function, the second what SageMaker gives a container."""
QUESTION, ANSWER, MESSAGE = "What is covered?", "Hail is.", "This cannot be answered here."
USAGE = dict.fromkeys(
    (
        "topicPolicyUnits",
        "contentPolicyUnits",
        "wordPolicyUnits",
        "sensitiveInformationPolicyUnits",
        "sensitiveInformationPolicyFreeUnits",
        "contextualGroundingPolicyUnits",
    ),
    1,
)
BLOCKED = {"contentPolicy": {"filters": [{"type": "PROMPT_ATTACK", "confidence": "HIGH", "action": "BLOCKED"}]}}
MASKED = {
    "sensitiveInformationPolicy": {
        "piiEntities": [{"match": "a@b.c", "type": "EMAIL", "action": "ANONYMIZED"}],
        "regexes": [],
    }
}


class Services:
    """Bedrock's guardrail and the endpoint, which botocore holds to their shapes."""

    def __init__(self) -> None:
        """Nothing is expected yet."""
        self._guardrail = Stubber(index.client("bedrock-runtime"))
        self._endpoint = Stubber(index.client("sagemaker-runtime"))

    def check(self, source: str, text: str, *assessments: dict[str, Any], says: str = "") -> None:
        action = "GUARDRAIL_INTERVENED" if assessments else "NONE"
        answer = {
            "action": action,
            "usage": USAGE,
            "outputs": [{"text": says}] if says else [],
            "assessments": list(assessments),
        }
        asked = {
            "guardrailIdentifier": "gr1234567890",
            "guardrailVersion": "3",
            "source": source,
            "content": [{"text": {"text": text}}],
        }
        self._guardrail.add_response("apply_guardrail", answer, asked)

    def answer(self, text: str, body: bytes = b'[{"generated_text": "Hail is."}]') -> None:
        asked = {
            "EndpointName": "fraud",
            "ContentType": "application/json",
            "Accept": "application/json",
            "Body": f'{{"inputs": "{text}", "parameters": {{"max_new_tokens": 256}}}}',
        }
        said = {"Body": StreamingBody(io.BytesIO(body), len(body)), "ContentType": "application/json"}
        self._endpoint.add_response("invoke_endpoint", said, asked)

    def fail(self, *, guardrail: bool, code: str = "ThrottlingException") -> None:
        if guardrail:
            self._guardrail.add_client_error("apply_guardrail", code)
        else:
            self._endpoint.add_client_error("invoke_endpoint", code)

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        for one in (self._guardrail, self._endpoint):
            self._stack.enter_context(one)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def were_all_asked(self) -> None:
        for one in (self._guardrail, self._endpoint):
            one.assert_no_pending_responses()


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    index.client.cache_clear()
    with Services() as found:
        yield found
    index.client.cache_clear()


def ask(text: Any = QUESTION) -> dict[str, Any]:
    return index.handler({"text": text}, None)


def test_two_checks_and_a_model_that_are_slow_end_before_the_function_does() -> None:
    waits = {service: attempts * seconds for service, (attempts, seconds) in index.TRIES.items()}
    assert waits["sagemaker-runtime"] > MODEL_SECONDS
    assert 2 * waits["bedrock-runtime"] + waits["sagemaker-runtime"] < FUNCTION_SECONDS - 5


def test_question_and_answer_are_both_checked(services: Services) -> None:
    services.check("INPUT", QUESTION)
    services.answer(QUESTION)
    services.check("OUTPUT", ANSWER)
    assert ask() == {"status": "answered", "answer": ANSWER, "guardrail": {"version": "3", "policies": []}}
    services.were_all_asked()


def test_a_question_that_is_blocked_reaches_no_model(services: Services) -> None:
    services.check("INPUT", QUESTION, BLOCKED, says=MESSAGE)
    found = ask()
    assert (found["status"], found["answer"]) == ("blocked", MESSAGE)
    assert found["guardrail"]["policies"] == ["contentPolicy"]
    services.were_all_asked()


def test_an_answer_that_is_blocked_is_not_said(services: Services) -> None:
    services.check("INPUT", QUESTION)
    services.answer(QUESTION)
    services.check("OUTPUT", ANSWER, BLOCKED, says=MESSAGE)
    found = ask()
    assert (found["status"], found["answer"]) == ("blocked", MESSAGE)
    assert ANSWER not in str(found)


def test_what_is_masked_is_asked_and_said_masked(services: Services) -> None:
    services.check("INPUT", QUESTION, MASKED, says="Who is {EMAIL}?")
    services.answer("Who is {EMAIL}?")
    services.check("OUTPUT", ANSWER, MASKED, says="{EMAIL} is.")
    found = ask()
    assert (found["status"], found["answer"]) == ("answered", "{EMAIL} is.")
    assert found["guardrail"]["policies"] == ["sensitiveInformationPolicy"]


def test_masked_and_blocked_is_blocked(services: Services) -> None:
    services.check("INPUT", QUESTION, {**MASKED, **BLOCKED}, says=MESSAGE)
    assert ask()["status"] == "blocked"


def test_an_intervention_without_a_reason_blocks(services: Services) -> None:
    services.check("INPUT", QUESTION, {}, says=MESSAGE)
    assert ask()["status"] == "blocked"


def test_silence_is_no_text_for_the_guardrail(services: Services) -> None:
    services.check("INPUT", QUESTION)
    services.answer(QUESTION, b'{"generated_text": " "}')
    assert ask()["answer"] == " "


@pytest.mark.parametrize("failing", ["before", "model", "after"])
def test_when_anything_fails_nothing_is_said(
    services: Services, failing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if failing == "before":
        services.fail(guardrail=True)
    else:
        services.check("INPUT", QUESTION)
        if failing == "model":
            services.fail(guardrail=False, code="ModelError")
        else:
            services.answer(QUESTION)
            services.fail(guardrail=True, code="AccessDeniedException")
    with pytest.raises(index.NoAnswer) as it:
        ask()
    assert ANSWER not in str(it.value)
    assert it.value.__cause__ is None
    log = capsys.readouterr().out
    assert "no_answer" in log
    assert QUESTION not in log


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b"1", b'{"generated_text": 1}', b'"' + b"x" * 25_001 + b'"'])
def test_what_is_no_answer_is_not_said(services: Services, body: bytes) -> None:
    services.check("INPUT", QUESTION)
    services.answer(QUESTION, body)
    with pytest.raises(index.NoAnswer):
        ask()


@pytest.mark.parametrize("text", ["", " ", None, 1, "x" * 10_001])
def test_what_is_no_question_is_refused(services: Services, text: Any) -> None:
    with pytest.raises(index.InvalidQuestion, match="text must be 1 to 10000 characters"):
        ask(text)
    services.were_all_asked()


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(index.InvalidQuestion):
        index.handler([], None)
