"""Whatever a guardrail's trace looks like, what was blocked is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_ai_constructs.handlers.question_answering import index
from tests.handlers.bedrock import ENVIRONMENT, GUARDRAIL, QUESTION, Bedrock, conversation, grounding, passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy

MODEL = botocore.session.get_session().get_service_model("bedrock-runtime")
STOPS = MODEL.shape_for("StopReason").enum
DEEPEST = 12
POLICIES = (
    "contentPolicy",
    "contextualGroundingPolicy",
    "policyOfTheFuture",
    "sensitiveInformationPolicy",
    "topicPolicy",
    "wordPolicy",
)


@pytest.fixture(scope="module")
def bedrock() -> Iterator[Bedrock]:
    """Bedrock, for as many questions as there are examples."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in {**ENVIRONMENT, "AWS_DEFAULT_REGION": "eu-central-1"}.items():
            monkeypatch.setenv(name, value)
        index.client.cache_clear()
        index.instructions.cache_clear()
        with Bedrock() as found:
            found.reads_prompt()
            yield found
        index.client.cache_clear()
        index.instructions.cache_clear()


def shaped(shape: Any, depth: int = 0) -> SearchStrategy[Any]:
    """Any value that Bedrock may send in a shape."""
    if shape.type_name == "structure":
        members = {name: shaped(one, depth + 1) for name, one in shape.members.items() if depth < DEEPEST}
        if shape.is_tagged_union:
            return st.one_of(*(st.fixed_dictionaries({name: one}) for name, one in members.items()))
        required = {name: members.pop(name) for name in shape.required_members if name in members}
        return st.fixed_dictionaries(required, optional=members)
    if shape.type_name == "list":
        return st.lists(shaped(shape.member, depth + 1), max_size=2)
    if shape.type_name == "map":
        return st.dictionaries(st.just(GUARDRAIL), shaped(shape.value, depth + 1))
    if shape.type_name == "string":
        return st.sampled_from(shape.enum) if shape.enum else st.text(max_size=2)
    return {"boolean": st.booleans(), "double": st.floats(0, 1)}.get(shape.type_name, st.integers(0, 9))


def grounded(trace: dict[str, Any]) -> dict[str, Any]:
    """The same trace, of an answer whose grounding was checked and found good."""
    guardrail = trace.get("guardrail", {})
    returned = guardrail.get("outputAssessments", {}).get(GUARDRAIL, [])
    return {"guardrail": {**guardrail, "outputAssessments": {GUARDRAIL: [*returned, grounding()]}}}


def actions(part: Any) -> list[Any]:
    """Every action in a trace; written apart from the handler's own search."""
    if isinstance(part, dict):
        return [value for key, value in part.items() if key == "action"] + actions(list(part.values()))
    return [one for value in part for one in actions(value)] if isinstance(part, list) else []


def ask(bedrock: Bedrock, answer: dict[str, Any]) -> dict[str, Any]:
    """What a caller gets when the model answers so."""
    bedrock.retrieves(passage())
    bedrock.converses(answer)
    return index.handler({"question": QUESTION}, None)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    trace=shaped(MODEL.shape_for("ConverseTrace")),
    stopped=st.sampled_from(STOPS),
    change=st.sampled_from([grounded, dict]),
)
def test_no_trace_that_bedrock_may_send_lets_out_what_was_blocked(
    bedrock: Bedrock, trace: dict[str, Any], stopped: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    seen = change(trace)
    result = ask(bedrock, conversation(stopped=stopped, trace=seen))
    if "BLOCKED" in actions(seen) or stopped == "content_filtered":
        assert result["status"] == "blocked"
    if result["status"] == "answered":
        assert set(index.GROUNDING) <= set(result["guardrail"]["scores"])
    elif stopped != index.INTERVENED:
        assert result["answer"] == ""


@pytest.mark.parametrize("policy", ["topicPolicy", "contentPolicy", "wordPolicy", "sensitiveInformationPolicy"])
@pytest.mark.parametrize("side", ["inputAssessment", "outputAssessments"])
def test_each_list_of_each_policy_can_block(side: str, policy: str, bedrock: Bedrock) -> None:
    kind = MODEL.shape_for("GuardrailAssessment").members[policy]
    lists = [name for name, one in kind.members.items() if one.type_name == "list"]
    for blocking in lists:
        entry = least(kind.members[blocking].member) | {"action": "BLOCKED"}
        found = {policy: {name: [entry] if name == blocking else [] for name in lists}}
        one = {GUARDRAIL: [found, grounding()]}
        seen = {"outputAssessments": one} if side == "outputAssessments" else grounded({})["guardrail"]
        seen |= {side: {GUARDRAIL: found}} if side == "inputAssessment" else {}
        result = ask(bedrock, conversation(trace={"guardrail": seen}))
        assert (result["status"], result["answer"], result["guardrail"]["blocked_by"]) == ("blocked", "", [policy])


def least(shape: Any) -> dict[str, Any]:
    """The smallest value of a structure."""
    values = {"string": "x", "boolean": True, "double": 0.5, "integer": 1}
    members = {name: shape.members[name] for name in shape.required_members}
    return {name: one.enum[0] if getattr(one, "enum", []) else values[one.type_name] for name, one in members.items()}


ENTRY = st.fixed_dictionaries({"action": st.sampled_from(["BLOCKED", "ANONYMIZED", "NONE"])})
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(0, 1) | ENTRY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["filters", "found"]), inner),
    max_leaves=6,
)
ASSESSMENT = st.dictionaries(st.sampled_from(POLICIES), JSON, max_size=3)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(given=ASSESSMENT | JSON, returned=st.lists(ASSESSMENT, max_size=2) | JSON)
def test_no_trace_that_bedrock_may_send_one_day_lets_out_what_was_blocked(
    bedrock: Bedrock, given: Any, returned: Any
) -> None:
    """The parsed answer gets a trace that today's model of the service would not let through."""
    listed = [*returned, grounding()] if isinstance(returned, list) else returned
    trace = {"guardrail": {"inputAssessment": {GUARDRAIL: given}, "outputAssessments": {GUARDRAIL: listed}}}
    events = bedrock.clients["converse"].meta.events

    def replace(parsed: dict[str, Any], **_: Any) -> None:
        parsed["trace"] = trace

    events.register("after-call.bedrock-runtime.Converse", replace)
    try:
        result = ask(bedrock, conversation())
    except index.NoAnswer:
        return
    finally:
        events.unregister("after-call.bedrock-runtime.Converse", replace)
    if "BLOCKED" in actions(trace):
        assert (result["status"], result["answer"]) == ("blocked", "")
