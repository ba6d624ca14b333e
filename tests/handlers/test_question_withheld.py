"""What nobody gets: what was blocked, what was not checked, and what a failure would tell."""

from __future__ import annotations

import json
import traceback
from typing import Any

import pytest

from secure_ai_constructs.handlers.question_answering import index
from tests.handlers.bedrock import (
    ANSWER,
    MESSAGE,
    PASSAGE,
    QUESTION,
    Bedrock,
    ask,
    asked_for,
    attack,
    conversation,
    grounding,
    masked,
    passage,
    trace,
)
from tests.handlers.local_service import Answer, LocalService
from tests.handlers.metrics import outcomes

CALLS = ("retrieve", "prompt", "converse")
"""In this order."""
UNUSED = {"inputTokens": 0, "outputTokens": 0, "totalTokens": 0}


def test_a_question_that_attacks_is_blocked_with_the_guardrails_message(
    bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    result = asked_for(
        bedrock,
        conversation(MESSAGE, "guardrail_intervened", UNUSED, trace=trace(given=attack())),
    )
    assert (result["status"], result["answer"], result["citations"]) == ("blocked", MESSAGE, [])
    assert result["guardrail"]["blocked_by"] == ["contentPolicy"]
    assert result["usage"] == {"input_tokens": 0, "output_tokens": 0}
    assert outcomes(capsys.readouterr().out) == ["Blocked"]


def test_an_answer_that_the_passages_do_not_support_is_blocked(bedrock: Bedrock) -> None:
    blocked = trace(grounding(0.2, "BLOCKED"), modelOutput=[ANSWER], actionReason="Guardrail blocked.")
    result = asked_for(bedrock, conversation(MESSAGE, "guardrail_intervened", trace=blocked))
    assert (result["status"], result["answer"], result["is_complete"]) == ("blocked", MESSAGE, False)
    assert result["guardrail"]["blocked_by"] == ["contextualGroundingPolicy"]
    assert result["guardrail"]["scores"] == {"GROUNDING": 0.2, "RELEVANCE": 0.88}
    assert ANSWER not in json.dumps(result)


def test_a_block_that_did_not_stop_the_model_withholds_what_it_said(bedrock: Bedrock) -> None:
    result = asked_for(bedrock, conversation(trace=trace(grounding(), masked("Ada", "BLOCKED"))))
    assert (result["status"], result["answer"]) == ("blocked", "")
    assert result["guardrail"]["blocked_by"] == ["sensitiveInformationPolicy"]


@pytest.mark.parametrize("stopped", ["end_turn", "guardrail_intervened"])
def test_an_answer_with_masked_personal_data_is_answered_and_does_not_repeat_it(stopped: str, bedrock: Bedrock) -> None:
    """Converse also says `guardrail_intervened` of an answer that was only masked."""
    text = "Yes, {NAME} is covered."
    seen = trace({**grounding(), **masked("Ada Lovelace")}, modelOutput=["Yes, Ada Lovelace is covered."])
    result = asked_for(bedrock, conversation(text, stopped, trace=seen))
    assert (result["status"], result["answer"], result["is_complete"]) == ("answered", text, True)
    assert result["guardrail"]["masked_by"] == ["sensitiveInformationPolicy"]
    assert "Lovelace" not in json.dumps(result)


def test_a_masked_answer_that_used_all_its_tokens_is_not_complete(bedrock: Bedrock) -> None:
    seen = trace({**grounding(), **masked("Ada Lovelace")})
    usage = {"inputTokens": 120, "outputTokens": 512, "totalTokens": 632}
    result = asked_for(bedrock, conversation("Yes, {NAME}", "guardrail_intervened", usage, trace=seen))
    assert (result["status"], result["is_complete"]) == ("answered", False)


def test_a_masked_answer_whose_grounding_was_not_checked_is_withheld(bedrock: Bedrock) -> None:
    seen = trace(given=masked("Ada Lovelace"))
    result = asked_for(bedrock, conversation("Yes, {NAME}", "guardrail_intervened", trace=seen))
    assert (result["status"], result["answer"]) == ("blocked", "")


@pytest.mark.parametrize(
    "unchecked",
    [
        {},
        {"guardrail": {}},
        trace(),
        trace({}),
        trace({"contextualGroundingPolicy": {"filters": []}}),
        trace({"contextualGroundingPolicy": {"filters": grounding()["contextualGroundingPolicy"]["filters"][:1]}}),
        trace(given=grounding()),
    ],
)
def test_an_answer_whose_grounding_was_not_checked_is_withheld(
    unchecked: dict[str, Any], bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    result = asked_for(bedrock, conversation(trace=unchecked))
    assert (result["status"], result["answer"], result["answer_html"], result["citations"]) == ("blocked", "", "", [])
    assert result["guardrail"]["blocked_by"] == ["groundingNotChecked"]
    assert outcomes(capsys.readouterr().out) == ["Blocked"]


@pytest.mark.parametrize("stopped", ["guardrail_intervened", "content_filtered"])
def test_an_intervention_that_the_trace_does_not_explain_withholds_the_answer(stopped: str, bedrock: Bedrock) -> None:
    result = asked_for(bedrock, conversation(ANSWER, stopped))
    assert (result["status"], result["answer"]) == ("blocked", "")


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException", "ModelErrorException"])
@pytest.mark.parametrize("failing", CALLS)
def test_a_call_that_fails_is_no_answer_and_nothing_of_the_text_is_told(
    failing: str, code: str, bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    before = CALLS[: CALLS.index(failing)]
    if "retrieve" in before:
        bedrock.retrieves(passage())
    if "prompt" in before:
        bedrock.reads_prompt()
    bedrock.fails(failing, code, f"I was given {QUESTION} and {PASSAGE} and said {ANSWER}")
    with pytest.raises(index.NoAnswer, match=f"no answer, because of {code}$") as caught:
        ask()
    assert_told_nothing(caught.value, capsys.readouterr())


@pytest.mark.parametrize("failing", CALLS)
def test_a_call_that_is_not_answered_in_time_is_no_answer(
    failing: str, bedrock: Bedrock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service takes the request and says nothing."""
    monkeypatch.setattr(
        index, "PATIENCE", dict.fromkeys(("bedrock-agent", "bedrock-agent-runtime", "bedrock-runtime"), 0.05)
    )
    names = {"retrieve": "BEDROCK_AGENT_RUNTIME", "prompt": "BEDROCK_AGENT", "converse": "BEDROCK_RUNTIME"}
    before = CALLS[: CALLS.index(failing)]
    with LocalService(lambda _: Answer()) as silent:
        silent.hold()
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{names[failing]}", silent.url)
        index.client.cache_clear()
        with Bedrock() as others:
            others.stubs[failing].deactivate()
            if "retrieve" in before:
                others.retrieves(passage())
            if "prompt" in before:
                others.reads_prompt()
            with pytest.raises(index.NoAnswer, match=r"no answer, because of ReadTimeoutError$") as caught:
                ask()
    assert_told_nothing(caught.value, capsys.readouterr())
    assert bedrock.all_was_asked()


def assert_told_nothing(error: BaseException, told: tuple[str, str]) -> None:
    assert outcomes(told[0]) == ["Failed"]
    everything = "".join(traceback.format_exception(error)) + told[0] + told[1]
    for text in (QUESTION, PASSAGE, ANSWER, "hail"):
        assert text not in everything


def test_instructions_that_could_not_be_read_are_read_with_the_next_question(bedrock: Bedrock) -> None:
    bedrock.retrieves(passage())
    bedrock.fails("prompt", "ThrottlingException", "no")
    with pytest.raises(index.NoAnswer):
        ask()
    assert asked_for(bedrock, conversation())["status"] == "answered"
