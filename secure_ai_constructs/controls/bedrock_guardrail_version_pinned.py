"""Whoever may edit the guardrail's draft switches the filter off for everyone, at once and without a trace in code.

A numbered version is a snapshot: applications that name it change only when a deployment does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    versions = guardrail.referrers("AWS::Bedrock::GuardrailVersion", "GuardrailIdentifier")
    return versions.any(lambda version: version["GuardrailIdentifier"].is_set())


CONTROL = Control(
    id="bedrock-guardrail-version-pinned",
    title="Guardrails have a numbered version",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Create an AWS::Bedrock::GuardrailVersion, and use its number instead of DRAFT.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-versions-create.html",),
    baseline=("GR-2",),
    satisfies=(NIST_CM_3,),
)
