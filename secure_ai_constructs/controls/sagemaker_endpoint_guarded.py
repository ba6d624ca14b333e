"""A model of one's own says what no provider's filter has seen: what it was trained on, and what a stranger told it to say.

Whether a model speaks is read from how it is served: by an image or with variables of a server for language models.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, granted_to, may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_15, OWASP_LLM01, OWASP_LLM05
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_ASKS = (
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithBidirectionalStream",
    "sagemaker:InvokeEndpointWithResponseStream",
)
_SERVERS = r"(?i)(tgi|djl|lmi|llm|sglang)"
_VARIABLES = re.compile(r"(HF_MODEL_ID|MAX_TOTAL_TOKENS|OPTION_|SM_VLLM_|SGLANG_).*")


def holds(endpoint: Resource) -> Truth:
    """Somebody may ask it, and everybody who may also applies a guardrail."""
    roles = endpoint.peers("AWS::IAM::Role")
    return roles.any(lambda one: _asks(one, endpoint) & _guards(one)) & roles.all(
        lambda one: implied(_asks(one, endpoint), lambda: _guards(one))
    )


def _asks(role: Resource, endpoint: Resource) -> Truth:
    def invokes(statement: Statement) -> Truth:
        return statement.allows() & statement.covers(*_ASKS) & statement.some_resource(lambda arn: _is(arn, endpoint))

    return granted_to(role, invokes)


def _guards(role: Resource) -> Truth:
    return may(role, "bedrock:ApplyGuardrail")


def _is(arn: Value, endpoint: Resource) -> Truth:
    name = endpoint["EndpointName"].literal
    named = arn.matches(f":endpoint/{re.escape(name)}$") if name else FALSE
    return arn.refers_to(endpoint) | named | arn.matches(r"^\*$|:endpoint/\*$")


def _speaks(model: Resource | None) -> Truth:
    if model is None:
        return UNKNOWN
    container = model["PrimaryContainer"]
    told = any(_VARIABLES.fullmatch(one) for one in container["Environment"].keys)
    return truth(told) | container["Image"].matches(_SERVERS)


def when(endpoint: Resource) -> Truth:
    config = endpoint["EndpointConfigName"].target
    return config["ProductionVariants"].any(lambda one: _speaks(one["ModelName"].target)) if config else FALSE


CONTROL = Control(
    id="sagemaker-endpoint-guarded",
    title="Whoever may ask a language model of one's own applies a guardrail",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    when=when,
    holds=holds,
    fix="Let a function that applies a guardrail ask the endpoint, and nobody else; GuardedModel does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-independent-api.html",),
    baseline=("GR-9",),
    satisfies=(NIST_SI_15, OWASP_LLM01, OWASP_LLM05),
)
