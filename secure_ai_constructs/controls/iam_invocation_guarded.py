"""An application that may call the model without the guardrail will, after the next refactoring or the first injection.

`bedrock:GuardrailIdentifier` makes the guardrail a condition of the permission. A role that
Bedrock itself assumes, for embeddings, is out of scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import (
    GUARDRAIL_KEY,
    IDENTITY_POLICY_TYPES,
    POSITIVE,
    Statement,
    granted_by,
    invokes,
    is_for_bedrock,
    names_versions,
    refuses_other_guardrails,
)
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01, OWASP_LLM02
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(grant: Resource) -> Truth:
    """Each Allow asks for one; or none does, and a Deny refuses every call without it."""
    grants = granted_by(grant)
    asks = grants.all(lambda one: implied(invokes(one), lambda: _asks(one)))
    return asks | (~grants.any(lambda one: invokes(one) & _asks(one)) & grants.any(_refuses_others))


def _asks(statement: Statement) -> Truth:
    return statement.requires(POSITIVE, GUARDRAIL_KEY) & names_versions(statement)


def _refuses_others(statement: Statement) -> Truth:
    return refuses_other_guardrails(statement) & names_versions(statement)


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(invokes) & ~is_for_bedrock(grant)


CONTROL = Control(
    id="iam-invocation-guarded",
    title="Applications may invoke models only through a numbered version of a guardrail",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Add StringEquals bedrock:GuardrailIdentifier with the guardrail's versioned ARN to the statement.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html",),
    baseline=(
        "GR-2",
        "GR-5",
        "IAM-4",
    ),
    satisfies=(
        NIST_AC_3,
        OWASP_LLM01,
        OWASP_LLM02,
    ),
)
