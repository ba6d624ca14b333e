"""Answers a question from a team's documents, under the guardrail, or says that there is no answer.

Nothing leaves this function that the guardrail did not check: a failure of retrieval, of the model
or of the guardrail ends it with an error, and an answer whose grounding was not checked is withheld.
The log holds counts and ids, never text. docs/patterns/secure-bedrock-rag.md documents the response.
AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html
"""

from __future__ import annotations

import functools
import html
import json
import os
import time
import unicodedata
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

LONGEST_QUESTION = 1000
"""Characters of a question that the grounding check reads."""
LONGEST_PASSAGES, LARGER_IN = 50_000, {"us-east-1": 100_000, "us-west-2": 100_000}
"""Characters of all passages that the grounding check reads.

AWS source: https://docs.aws.amazon.com/general/latest/gr/bedrock.html
"""
ASLEEP = "auto-paused"
"""What a ValidationException says of a database that is waking up."""
WAKING = (5, 10, 15, 15)
"""Seconds between attempts; a paused Aurora wakes in half a minute or so."""
GROUNDING = ("GROUNDING", "RELEVANCE")
INTERVENED = "guardrail_intervened"
"""Why the model stopped when the guardrail blocked an answer, and also when it only masked some of it."""
ANSWERED, BLOCKED, NO_DOCUMENTS = "answered", "blocked", "no_documents"

PATIENCE = {"bedrock-runtime": 40}
"""Seconds for which a service is waited for, ten if it is not here: all attempts end before Lambda ends the function."""


class InvalidQuestion(ValueError):  # noqa: N818 - the name is what a caller reads as the error's type
    """The request is not `{"question": "…"}`."""


class NoAnswer(RuntimeError):  # noqa: N818 - the name is what a caller reads as the error's type
    """Something failed on the way; nothing was answered."""


@functools.cache
def client(service: str) -> Any:
    """One client a service, for as long as the function's environment lives."""
    patience = {"connect_timeout": 3, "read_timeout": PATIENCE.get(service, 10)}
    return boto3.client(service, config=Config(retries={"mode": "adaptive", "total_max_attempts": 3}, **patience))


@functools.cache
def instructions(prompt: str, version: str) -> str:
    """The text of a numbered version never changes, so it is read once."""
    found = client("bedrock-agent").get_prompt(promptIdentifier=prompt, promptVersion=version)
    return str(found["variants"][0]["templateConfiguration"]["text"]["text"])


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Answers `{"question": "…"}`."""
    question = _question(event)
    try:
        passages = _retrieve(question)
        _record(passages)
        result = _converse(question, passages) if passages else _without_documents()
    except Exception as error:  # noqa: BLE001 - whatever failed, its message may repeat what was asked or answered
        _count("Failed", {})
        raise NoAnswer(f"no answer, because of {_kind(error)}") from None
    _count({ANSWERED: "Answered", BLOCKED: "Blocked", NO_DOCUMENTS: "NoDocuments"}[result["status"]], result["usage"])
    return result


def _question(event: Any) -> str:
    question = event.get("question") if isinstance(event, dict) else None
    if not isinstance(question, str) or not 0 < len(question.strip()) <= LONGEST_QUESTION:
        raise InvalidQuestion(f'the request must be {{"question": "…"}} with 1 to {LONGEST_QUESTION} characters')
    return question.strip()


def _kind(error: Exception) -> str:
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__


def _retrieve(question: str) -> list[dict[str, Any]]:
    """The passages that are nearest, as many as the grounding check reads."""
    passages, room = [], LARGER_IN.get(os.environ["AWS_REGION"], LONGEST_PASSAGES)
    for one in _search(question):
        text = one.get("content", {}).get("text", "").strip()
        if text and len(text) <= room:
            room -= len(text)
            passages.append({**one, "content": {"text": text}})
    return passages


def _search(question: str) -> list[dict[str, Any]]:
    """What Bedrock finds; a database that sleeps is waited for, since Bedrock answers for it with an error."""
    asked = {
        "knowledgeBaseId": os.environ["KNOWLEDGE_BASE_ID"],
        "retrievalQuery": {"text": question},
        "retrievalConfiguration": {"vectorSearchConfiguration": {"numberOfResults": int(os.environ["PASSAGES"])}},
    }
    for pause in (*WAKING, None):
        try:
            found: list[dict[str, Any]] = client("bedrock-agent-runtime").retrieve(**asked)["retrievalResults"]
        except ClientError as error:
            if ASLEEP not in error.response["Error"].get("Message", "") or pause is None:
                raise
            time.sleep(pause)
        else:
            return found
    raise AssertionError("the last attempt returns or raises")


def _converse(question: str, passages: list[dict[str, Any]]) -> dict[str, Any]:
    """Passages and question are both marked as guarded: whoever wrote a document may have meant to attack."""
    guarded = [_guarded(one["content"]["text"], "grounding_source") for one in passages]
    answer = client("bedrock-runtime").converse(
        modelId=os.environ["MODEL_ID"],
        system=[{"text": instructions(os.environ["PROMPT_ID"], os.environ["PROMPT_VERSION"])}],
        messages=[{"role": "user", "content": [*guarded, _guarded(question, "query")]}],
        inferenceConfig={"maxTokens": int(os.environ["MAX_TOKENS"])},
        guardrailConfig={
            "guardrailIdentifier": os.environ["GUARDRAIL_ID"],
            "guardrailVersion": os.environ["GUARDRAIL_VERSION"],
            "trace": "enabled_full",  # with what was checked and found good: without scores there is no answer
        },
    )
    return _checked(answer, passages)


def _checked(answer: dict[str, Any], passages: list[dict[str, Any]]) -> dict[str, Any]:
    """The model's answer, when the trace says that its grounding was checked and that nothing blocked it."""
    verdict = _verdict(answer.get("trace", {}).get("guardrail", {}))
    usage = {"input_tokens": answer["usage"]["inputTokens"], "output_tokens": answer["usage"]["outputTokens"]}
    stopped = answer["stopReason"]
    if verdict["blocked_by"]:
        return _refusal(_text(answer) if stopped == INTERVENED else "", verdict, usage)
    if stopped == "content_filtered" or (stopped == INTERVENED and not verdict["masked_by"]):
        return _refusal("", verdict, usage)
    if not set(GROUNDING) <= set(verdict["scores"]):
        return _refusal("", {**verdict, "blocked_by": ["groundingNotChecked"]}, usage)
    text = _text(answer)
    # A masked answer does not say why the model stopped; one that was cut short has as many tokens as it may.
    ended = stopped == "end_turn" or (stopped == INTERVENED and usage["output_tokens"] < int(os.environ["MAX_TOKENS"]))
    return {
        "status": ANSWERED,
        "answer": text,
        "answer_html": html.escape(text),
        "is_complete": ended,
        "citations": [_citation(one) for one in passages],
        "guardrail": verdict,
        "usage": usage,
    }


def _guarded(text: str, qualifier: str) -> dict[str, Any]:
    return {"guardContent": {"text": {"text": text, "qualifiers": [qualifier, "guard_content"]}}}


def _text(answer: dict[str, Any]) -> str:
    """The model's text; no control characters but line breaks and tabs."""
    blocks = answer["output"]["message"]["content"]
    text = "".join(block.get("text", "") for block in blocks)
    return "".join(one for one in text if unicodedata.category(one)[0] != "C" or one in "\n\t")


def _verdict(trace: dict[str, Any]) -> dict[str, Any]:
    """Which policies blocked or masked, and the scores of grounding; not what they matched, which is the secret itself."""
    given = list(trace.get("inputAssessment", {}).values())
    returned = [one for listed in trace.get("outputAssessments", {}).values() for one in listed]
    actions = [
        (policy, action)
        for found in [*given, *returned]
        for policy, part in found.items()
        for action in _actions({policy: part})
    ]
    scores = {
        one["type"]: one["score"]
        for found in returned
        for one in found.get("contextualGroundingPolicy", {}).get("filters", [])
    }
    return {
        "version": os.environ["GUARDRAIL_VERSION"],
        "blocked_by": sorted({policy for policy, action in actions if action == "BLOCKED"}),
        "masked_by": sorted({policy for policy, action in actions if action == "ANONYMIZED"}),
        "scores": scores,
    }


def _actions(part: Any) -> list[Any]:
    """Every action in a part of an assessment, however deep it stands: Bedrock adds policies."""
    if isinstance(part, dict):
        own = [part["action"]] if "action" in part else []
        return own + [action for value in part.values() for action in _actions(value)]
    return [action for value in part for action in _actions(value)] if isinstance(part, list) else []


def _citation(passage: dict[str, Any]) -> dict[str, Any]:
    location = passage.get("location", {})
    metadata = passage.get("metadata", {})
    return {
        "uri": location.get("s3Location", {}).get("uri") or metadata.get("x-amz-bedrock-kb-source-uri", ""),
        "chunk": metadata.get("x-amz-bedrock-kb-chunk-id", ""),
        "score": passage.get("score"),
    }


def _refusal(message: str, verdict: dict[str, Any], usage: dict[str, int]) -> dict[str, Any]:
    return _nothing(BLOCKED, message, verdict, usage)


def _without_documents() -> dict[str, Any]:
    """A model that is asked without documents answers from what it remembers; so it is not asked."""
    return _nothing(NO_DOCUMENTS, "", _verdict({}), {"input_tokens": 0, "output_tokens": 0})


def _nothing(status: str, message: str, verdict: dict[str, Any], usage: dict[str, int]) -> dict[str, Any]:
    return {
        "status": status,
        "answer": message,
        "answer_html": html.escape(message),
        "is_complete": False,
        "citations": [],
        "guardrail": verdict,
        "usage": usage,
    }


def _record(passages: list[dict[str, Any]]) -> None:
    """Which passages a question led to, and no text of them: Bedrock itself keeps no log of retrieval."""
    found = [_citation(one) for one in passages]
    print(
        json.dumps({"Team": os.environ["TEAM"], "KnowledgeBase": os.environ["KNOWLEDGE_BASE_ID"], "Retrieved": found})
    )


def _count(outcome: str, usage: dict[str, int]) -> None:
    """One line in CloudWatch's embedded metric format, which needs no permission and no endpoint."""
    metrics = {outcome: 1, "InputTokens": usage.get("input_tokens", 0), "OutputTokens": usage.get("output_tokens", 0)}
    directive = {
        "Namespace": "SecureAi/Rag",
        "Dimensions": [["Rag", "Team"]],
        "Metrics": [{"Name": name, "Unit": "Count"} for name in metrics],
    }
    names = {"Rag": os.environ["RAG"], "Team": os.environ["TEAM"]}
    line = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}, **names, **metrics}
    print(json.dumps(line))
