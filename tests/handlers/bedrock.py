"""A question's three calls of Bedrock: what must be asked, and shapes of what comes back.

Shapes are from botocore's service models, which the stubs hold both sides to.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

from botocore.stub import Stubber

from secure_ai_constructs.handlers.question_answering import index

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWLEDGE_BASE, MODEL, GUARDRAIL = "KB12345678", "eu.amazon.nova-lite-v1:0", "gr1234567890"
PROMPT = "PROMPT1234"
ENVIRONMENT = {
    "TEAM": "claims",
    "RAG": "Rag",
    "KNOWLEDGE_BASE_ID": KNOWLEDGE_BASE,
    "MODEL_ID": MODEL,
    "GUARDRAIL_ID": GUARDRAIL,
    "GUARDRAIL_VERSION": "3",
    "PROMPT_ID": PROMPT,
    "PROMPT_VERSION": "7",
    "MAX_TOKENS": "512",
    "PASSAGES": "5",
}
QUESTION = "Is hail damage covered?"
PASSAGE, OTHER_PASSAGE = "Hail damage is covered up to 5000 EUR.", "Floods are not covered."
ANSWER = "Yes, up to 5000 EUR."
INSTRUCTIONS = "Answer from the passages only."
MESSAGE = "The guardrail blocked this."
"""What the guardrail says instead of an answer."""
AT = "2026-09-10T08:00:00Z"
USAGE = {"inputTokens": 120, "outputTokens": 12, "totalTokens": 132}


def prompt() -> dict[str, Any]:
    """GetPrompt."""
    variant = {
        "name": "instructions",
        "templateType": "TEXT",
        "templateConfiguration": {"text": {"text": INSTRUCTIONS}},
    }
    arn = f"arn:aws:bedrock:eu-central-1:111122223333:prompt/{PROMPT}:7"
    return {
        "name": "instructions",
        "id": PROMPT,
        "arn": arn,
        "version": "7",
        "createdAt": AT,
        "updatedAt": AT,
        "variants": [variant],
    }


def passage(text: str = PASSAGE, number: int = 1) -> dict[str, Any]:
    """One result of Retrieve."""
    uri = f"s3://claims-documents/{number}.pdf"
    return {
        "content": {"type": "TEXT", "text": text},
        "location": {"type": "S3", "s3Location": {"uri": uri}},
        "metadata": {"x-amz-bedrock-kb-source-uri": uri, "x-amz-bedrock-kb-chunk-id": f"chunk-{number}"},
        "score": 0.8,
    }


def grounding(score: float = 0.93, action: str = "NONE") -> dict[str, Any]:
    """What the guardrail says of an answer that it compared with the passages."""
    checks = [
        {"type": "GROUNDING", "threshold": 0.7, "score": score, "action": action, "detected": action != "NONE"},
        {"type": "RELEVANCE", "threshold": 0.5, "score": 0.88, "action": "NONE", "detected": False},
    ]
    return {"contextualGroundingPolicy": {"filters": checks}}


def masked(match: str, action: str = "ANONYMIZED") -> dict[str, Any]:
    """What the guardrail says of personal data that it found."""
    found = {"match": match, "type": "NAME", "action": action, "detected": True}
    return {"sensitiveInformationPolicy": {"piiEntities": [found], "regexes": []}}


def attack() -> dict[str, Any]:
    """What the guardrail says of a passage or question that attacks."""
    found = {"type": "PROMPT_ATTACK", "confidence": "HIGH", "filterStrength": "HIGH", "action": "BLOCKED"}
    return {"contentPolicy": {"filters": [{**found, "detected": True}]}}


def trace(*returned: dict[str, Any], given: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The guardrail's trace: what it says of what was given to the model, and of what the model returned."""
    return {
        "guardrail": {
            "inputAssessment": {GUARDRAIL: given or {}},
            "outputAssessments": {GUARDRAIL: list(returned)},
            **more,
        }
    }


def conversation(
    text: str = ANSWER, stopped: str = "end_turn", usage: dict[str, int] | None = None, **parts: Any
) -> dict[str, Any]:
    """Converse; its trace says that grounding was checked, unless another one is given."""
    return {
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
        "stopReason": stopped,
        "usage": usage or USAGE,
        "metrics": {"latencyMs": 900},
        "trace": trace(grounding()),
        **parts,
    }


def request(question: str = QUESTION, passages: Sequence[str] = (PASSAGE,)) -> dict[str, Any]:
    """Exactly what Converse must be asked."""
    blocks = [*((text, "grounding_source") for text in passages), (question, "query")]
    content = [
        {"guardContent": {"text": {"text": text, "qualifiers": [qualifier, "guard_content"]}}}
        for text, qualifier in blocks
    ]
    return {
        "modelId": MODEL,
        "system": [{"text": INSTRUCTIONS}],
        "messages": [{"role": "user", "content": content}],
        "inferenceConfig": {"maxTokens": 512},
        "guardrailConfig": {"guardrailIdentifier": GUARDRAIL, "guardrailVersion": "3", "trace": "enabled_full"},
    }


class Bedrock:
    """The handler's own clients; every answer of theirs was put in before, and is asked for as expected."""

    def __init__(self) -> None:
        """Nothing is answered yet."""
        names = {"prompt": "bedrock-agent", "retrieve": "bedrock-agent-runtime", "converse": "bedrock-runtime"}
        self.clients = {call: index.client(service) for call, service in names.items()}
        self.stubs = {call: Stubber(one) for call, one in self.clients.items()}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for stub in self.stubs.values():
            self._stack.enter_context(stub)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def reads_prompt(self) -> None:
        expected = {"promptIdentifier": PROMPT, "promptVersion": "7"}
        self.stubs["prompt"].add_response("get_prompt", prompt(), expected)

    def retrieves(self, *passages: dict[str, Any], question: str = QUESTION) -> None:
        expected = {
            "knowledgeBaseId": KNOWLEDGE_BASE,
            "retrievalQuery": {"text": question},
            "retrievalConfiguration": {"vectorSearchConfiguration": {"numberOfResults": 5}},
        }
        self.stubs["retrieve"].add_response("retrieve", {"retrievalResults": list(passages)}, expected)

    def converses(self, answer: dict[str, Any], expected: dict[str, Any] | None = None) -> None:
        self.stubs["converse"].add_response("converse", answer, expected or request())

    def fails(self, call: str, code: str, message: str) -> None:
        operation = {"prompt": "get_prompt"}.get(call, call)
        self.stubs[call].add_client_error(operation, code, message)

    def all_was_asked(self) -> bool:
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()
        return True


def ask(question: Any = QUESTION) -> dict[str, Any]:
    """What the function answers."""
    return index.handler({"question": question}, None)


def asked_for(bedrock: Bedrock, answer: dict[str, Any]) -> dict[str, Any]:
    """What a caller gets when the model answers so."""
    bedrock.retrieves(passage())
    bedrock.reads_prompt()
    bedrock.converses(answer)
    result = ask()
    assert bedrock.all_was_asked()
    return result
