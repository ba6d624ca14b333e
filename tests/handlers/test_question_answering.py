"""What a caller gets for a question, and what Bedrock is asked for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.handlers.question_answering import index
from tests.handlers import bedrock as shapes
from tests.handlers.bedrock import (
    ANSWER,
    OTHER_PASSAGE,
    PASSAGE,
    QUESTION,
    Bedrock,
    ask,
    asked_for,
    attack,
    conversation,
    passage,
    trace,
)
from tests.handlers.metrics import outcomes


def test_a_question_is_answered_with_citations_scores_and_usage(
    bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    bedrock.retrieves(passage(), passage(OTHER_PASSAGE, 2))
    bedrock.reads_prompt()
    bedrock.converses(conversation(), shapes.request(passages=(PASSAGE, OTHER_PASSAGE)))
    assert ask() == {
        "status": "answered",
        "answer": ANSWER,
        "answer_html": ANSWER,
        "is_complete": True,
        "citations": [
            {"uri": "s3://claims-documents/1.pdf", "chunk": "chunk-1", "score": 0.8},
            {"uri": "s3://claims-documents/2.pdf", "chunk": "chunk-2", "score": 0.8},
        ],
        "guardrail": {
            "version": "3",
            "blocked_by": [],
            "masked_by": [],
            "scores": {"GROUNDING": 0.93, "RELEVANCE": 0.88},
        },
        "usage": {"input_tokens": 120, "output_tokens": 12},
    }
    assert bedrock.all_was_asked()
    assert outcomes(capsys.readouterr().out) == ["Answered"]


def test_an_answer_can_be_sent_as_json(bedrock: Bedrock) -> None:
    assert json.loads(json.dumps(asked_for(bedrock, conversation())))["status"] == "answered"


def test_a_passage_that_names_its_source_in_its_metadata_only_is_cited_by_it(bedrock: Bedrock) -> None:
    bedrock.retrieves({**passage(), "location": {"type": "CUSTOM"}})
    bedrock.reads_prompt()
    bedrock.converses(conversation())
    assert ask()["citations"][0]["uri"] == "s3://claims-documents/1.pdf"


@pytest.mark.parametrize("found", [[], ["", "  "], ["x" * 100_001]])
def test_without_documents_the_model_is_not_asked(
    found: list[str], bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    bedrock.retrieves(*(passage(text) for text in found))
    result = ask()
    assert (result["status"], result["answer"], result["citations"]) == ("no_documents", "", [])
    assert bedrock.all_was_asked()
    assert outcomes(capsys.readouterr().out) == ["NoDocuments"]


@pytest.mark.parametrize(("region", "most"), [("eu-central-1", 50_000), ("us-east-1", 100_000)])
def test_no_more_passages_are_given_than_the_grounding_check_reads(
    region: str, most: int, bedrock: Bedrock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", region)
    texts = ["a" * (most * 6 // 10), "b" * (most * 6 // 10), "c" * (most * 4 // 10)]
    bedrock.retrieves(*(passage(text, number) for number, text in enumerate(texts)))
    bedrock.reads_prompt()
    bedrock.converses(conversation(), shapes.request(passages=(texts[0], texts[2])))
    assert [one["chunk"] for one in ask()["citations"]] == ["chunk-0", "chunk-2"]


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "question",
        {},
        {"question": None},
        {"question": 5},
        {"question": ""},
        {"question": " \n"},
        {"question": "x" * 1001},
        {"Question": QUESTION},
    ],
)
def test_what_is_no_question_is_refused_and_nobody_is_asked(event: Any, bedrock: Bedrock) -> None:
    with pytest.raises(index.InvalidQuestion, match="with 1 to 1000 characters") as caught:
        index.handler(event, None)
    assert bedrock.all_was_asked()
    assert "x" * 10 not in str(caught.value)


def test_the_longest_question_is_asked_without_the_space_around_it(bedrock: Bedrock) -> None:
    question = "x" * 1000
    bedrock.retrieves(passage(), question=question)
    bedrock.reads_prompt()
    bedrock.converses(conversation(), shapes.request(question))
    assert ask(question)["status"] == "answered"
    bedrock.retrieves(passage())
    bedrock.converses(conversation())
    assert ask(f"\n {QUESTION}  ")["status"] == "answered"


def test_the_log_of_an_answer_holds_documents_and_counts_and_no_text(
    bedrock: Bedrock, capsys: pytest.CaptureFixture[str]
) -> None:
    result = asked_for(bedrock, conversation())
    log = capsys.readouterr().out
    retrieved, counts = (json.loads(line) for line in log.splitlines())
    assert retrieved["Retrieved"] == result["citations"]
    assert (counts["Answered"], counts["InputTokens"], counts["OutputTokens"]) == (1, 120, 12)
    assert not any(text in log for text in (QUESTION, PASSAGE, ANSWER))


@pytest.mark.parametrize(("stopped", "complete"), [("end_turn", True), ("max_tokens", False), ("stop_sequence", False)])
def test_an_answer_that_was_cut_says_so(stopped: str, complete: bool, bedrock: Bedrock) -> None:  # noqa: FBT001 - a case
    result = asked_for(bedrock, conversation(stopped=stopped))
    assert (result["status"], result["is_complete"]) == ("answered", complete)


def test_control_characters_are_taken_out_and_text_stays(bedrock: Bedrock) -> None:
    """Escape codes of terminals, and characters that turn or hide text; a no-break space stands between words."""
    result = asked_for(bedrock, conversation("a\x00b\x1b[31mc\u202ed\u200be\r\n\tf\x85g\ud800 5\u00a0000\u202f€ ü 🌩"))
    assert result["answer"] == "ab[31mcde\n\tfg 5\u00a0000\u202f€ ü 🌩"


def test_an_answer_for_a_page_is_escaped(bedrock: Bedrock) -> None:
    result = asked_for(bedrock, conversation("<script>alert('a & \"b\"')</script>"))
    assert result["answer"] == "<script>alert('a & \"b\"')</script>"
    assert result["answer_html"] == "&lt;script&gt;alert(&#x27;a &amp; &quot;b&quot;&#x27;)&lt;/script&gt;"


def test_the_guardrails_message_is_escaped_too(bedrock: Bedrock) -> None:
    blocked = conversation("<b>no</b>", "guardrail_intervened", trace=trace(given=attack()))
    assert asked_for(bedrock, blocked)["answer_html"] == "&lt;b&gt;no&lt;/b&gt;"


def test_an_answer_of_several_blocks_is_one_text(bedrock: Bedrock) -> None:
    reasoning = {"reasoningContent": {"reasoningText": {"text": "I think so."}}}
    content = [reasoning, {"text": "Yes, "}, {"text": "it is."}]
    answer = {**conversation(), "output": {"message": {"role": "assistant", "content": content}}}
    assert asked_for(bedrock, answer)["answer"] == "Yes, it is."


def test_the_instructions_are_read_once(bedrock: Bedrock) -> None:
    bedrock.reads_prompt()
    for _ in range(3):
        bedrock.retrieves(passage())
        bedrock.converses(conversation())
        assert ask()["status"] == "answered"
    assert bedrock.all_was_asked()
