"""A guardrail that is only a condition of one Allow falls to the next policy that somebody attaches to the role.

Batch jobs, agents, flows and API keys reach a model without the key `bedrock:GuardrailIdentifier`
ever being asked for. Denies hold whatever else the caller is granted, and `StringNotEquals` is
true of a call that names no guardrail at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import (
    GUARDRAIL_KEY,
    IDENTITY_POLICY_TYPES,
    POSITIVE,
    granted_by,
    invokes,
    refuses_other_guardrails,
)
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_WAYS_AROUND = (
    "bedrock:AgenticRetrieveStream",
    "bedrock:CallWithBearerToken",
    "bedrock:CreateModelInvocationJob",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeInlineAgent",
    "bedrock:RetrieveAndGenerate",
    "bedrock:StartFlowExecution",
)


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(lambda one: invokes(one) & one.requires(POSITIVE, GUARDRAIL_KEY))


def _refused(grant: Resource, action: str) -> Truth:
    return granted_by(grant).any(lambda one: one.always_refuses(action))


def holds(grant: Resource) -> Truth:
    return granted_by(grant).any(refuses_other_guardrails) & all_of(_refused(grant, one) for one in _WAYS_AROUND)


CONTROL = Control(
    id="iam-ways-around-denied",
    title="Callers of a guarded model are denied every way around the guardrail",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Deny InvokeModel with StringNotEquals bedrock:GuardrailIdentifier, and API keys, batch jobs, agents and flows.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html",),
    baseline=("GR-5", "IAM-10"),
    satisfies=(NIST_AC_3, OWASP_LLM01),
)
