"""RetrieveAndGenerate answers for whoever may retrieve: no condition of IAM makes its caller name the guardrail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_ANSWERS = ("bedrock:RetrieveAndGenerate", "bedrock:RetrieveAndGenerateStream")


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(lambda one: ~(one.allows() & one.covers(*_ANSWERS)))


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(lambda one: one.allows() & one.covers("bedrock:Retrieve", *_ANSWERS))


CONTROL = Control(
    id="iam-answers-guarded",
    title="Whoever retrieves asks the model by itself, and not by RetrieveAndGenerate",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Allow Retrieve, and InvokeModel under a guardrail; Team.grant_query does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html",),
    baseline=("GR-5", "IAM-5"),
    satisfies=(NIST_AC_3, OWASP_LLM01),
)
