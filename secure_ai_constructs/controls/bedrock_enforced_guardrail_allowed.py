"""A guardrail that the account enforces, and that a caller may not apply, fails every call of that caller from one hour to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, Statement, granted_by, granted_to, invokes, roles_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01
from secure_ai_constructs.truth import TRUE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_ENFORCED = "AWS::Bedrock::EnforcedGuardrailConfiguration"


def holds(grant: Resource) -> Truth:
    return grant.peers(_ENFORCED).all(lambda one: ~one.in_region_of(grant) | _may_apply(grant, one))


def _may_apply(grant: Resource, enforced: Resource) -> Truth:
    """By a statement of the same policy, or by another one of each role that has it; on this guardrail or on all."""
    guardrail = enforced["GuardrailIdentifier"]

    def is_it(arn: Value) -> Truth:
        named = arn.refers_to(guardrail.target) if guardrail.target else arn.matches(_ends_with(guardrail))
        return named | arn.matches(r"^\*$|:guardrail/\*$")

    def applies(one: Statement) -> Truth:
        return one.allows() & one.covers("bedrock:ApplyGuardrail") & one.some_resource(is_it)

    here, roles = granted_by(grant).any(applies), roles_of(grant)
    if here is TRUE or not roles:
        return here
    return here | all_of(granted_to(role, applies) for role in roles)


def _ends_with(identifier: Value) -> str:
    """An id that is written out is the end of the ARN."""
    return f"(^|/){re.escape((identifier.literal or '/').rpartition('/')[2])}$"


def when(grant: Resource) -> Truth:
    """Models that embed are spared, so whoever asks no others needs nothing."""
    answers = granted_by(grant).any(lambda one: invokes(one) & one.some_resource(lambda arn: ~arn.matches(r"embed")))
    return grant.peers(_ENFORCED).exist() & answers


CONTROL = Control(
    id="bedrock-enforced-guardrail-allowed",
    title="Callers of models may apply the guardrail that the account enforces",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Allow bedrock:ApplyGuardrail on it, and kms:Decrypt on its key; BedrockAccountSettings(callers=…) does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html",),
    baseline=("GR-6",),
    satisfies=(NIST_AC_3, OWASP_LLM01),
)
