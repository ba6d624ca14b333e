"""Asks a model of one's own under a guardrail: the question is checked, then the answer, or there is none.

Bedrock applies a guardrail to its own models only; here it is applied around an endpoint. Any
failure of guardrail or model ends the call with an error that repeats no text.
AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-independent-api.html
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

LONGEST = 10_000
"""Characters of a question."""
LONGEST_ANSWER = 25_000
"""Characters that one call of the guardrail takes; what is longer is withheld."""
TRIES = {"bedrock-runtime": (2, 5), "sagemaker-runtime": (1, 62)}
"""Attempts, and the seconds of each: two checks and a model, which has 60 seconds, end before the function does."""


class InvalidQuestion(ValueError):  # noqa: N818 - the name is what a caller reads as the error's type
    """The request is not one that can be answered."""


class NoAnswer(RuntimeError):  # noqa: N818 - the name is what a caller reads as the error's type
    """Something failed, so nothing is said."""


@functools.cache
def client(service: str) -> Any:
    """One client a service, for as long as the function's environment lives."""
    attempts, seconds = TRIES[service]
    retries = {"mode": "standard", "total_max_attempts": attempts}
    return boto3.client(service, config=Config(retries=retries, connect_timeout=3, read_timeout=seconds))


def handler(event: Any, _: Any) -> dict[str, Any]:
    """`{"text": "…"}` in; status `answered` or `blocked`, the answer and what the guardrail did, out."""
    text = event.get("text") if isinstance(event, dict) else None
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise InvalidQuestion(f"text must be 1 to {LONGEST} characters")
    try:
        return _answered(text)
    except (BotoCoreError, ClientError, LookupError, TypeError, ValueError) as error:
        print(json.dumps({"no_answer": type(error).__name__}))
        raise NoAnswer("the question could not be answered") from None


@dataclass(frozen=True)
class Check:
    """What the guardrail made of a text; masked text is not blocked."""

    text: str
    is_blocked: bool = False
    policies: tuple[str, ...] = ()


def _answered(text: str) -> dict[str, Any]:
    asked = _checked(text, "INPUT")
    if asked.is_blocked:
        return _outcome("blocked", asked.text, asked)
    said = _asked(asked.text)
    answer = _checked(said, "OUTPUT") if said.strip() else Check(said)
    return _outcome("blocked" if answer.is_blocked else "answered", answer.text, asked, answer)


def _checked(text: str, source: str) -> Check:
    """The text as the guardrail lets it pass, or its message instead."""
    found = client("bedrock-runtime").apply_guardrail(
        guardrailIdentifier=os.environ["GUARDRAIL_ID"],
        guardrailVersion=os.environ["GUARDRAIL_VERSION"],
        source=source,
        content=[{"text": {"text": text}}],
    )
    if found["action"] == "NONE":
        return Check(text)
    if found["action"] != "GUARDRAIL_INTERVENED":
        raise ValueError("the guardrail must have done something that is known")
    policies = {policy for one in found["assessments"] for policy in one if policy.endswith("Policy")}
    return Check(
        "".join(one["text"] for one in found["outputs"]),
        # What only masks leaves an answer; anything else, and what is not known, blocks.
        is_blocked=set(_actions(found["assessments"])) != {"ANONYMIZED"},
        policies=tuple(sorted(policies)),
    )


def _actions(node: Any) -> list[str]:
    """Every action of an assessment, however deep it stands."""
    if isinstance(node, list):
        return [one for item in node for one in _actions(item)]
    if not isinstance(node, dict):
        return []
    own = [node["action"]] if isinstance(node.get("action"), str) and node["action"] != "NONE" else []
    return own + [one for item in node.values() for one in _actions(item)]


def _asked(text: str) -> str:
    """The model speaks JSON: `{"inputs": text}` in, text or a list of `generated_text` out."""
    answer = client("sagemaker-runtime").invoke_endpoint(
        EndpointName=os.environ["ENDPOINT"],
        ContentType="application/json",
        Accept="application/json",
        Body=json.dumps({"inputs": text, "parameters": {"max_new_tokens": int(os.environ["MAX_TOKENS"])}}),
    )
    found = json.loads(answer["Body"].read())
    found = found[0] if isinstance(found, list) else found
    said = found["generated_text"] if isinstance(found, dict) else found
    if not isinstance(said, str) or len(said) > LONGEST_ANSWER:
        raise ValueError(f"the model must answer with at most {LONGEST_ANSWER} characters")
    return said


def _outcome(status: str, answer: str, *checks: Check) -> dict[str, Any]:
    policies = sorted({policy for one in checks for policy in one.policies})
    print(json.dumps({"status": status, "policies": policies}))
    return {
        "status": status,
        "answer": answer,
        "guardrail": {"version": os.environ["GUARDRAIL_VERSION"], "policies": policies},
    }
