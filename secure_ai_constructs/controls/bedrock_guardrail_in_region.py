"""Everything that is checked leaves the Region, because the guardrail borrows capacity elsewhere.

The standard tier needs a guardrail profile, which routes across Regions. The classic tier does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(guardrail: Resource) -> Truth:
    return ~guardrail["CrossRegionConfig"].is_set()


CONTROL = Control(
    id="bedrock-guardrail-in-region",
    title="Guardrails evaluate in the Region of the stack",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::Guardrail",),
    holds=holds,
    fix="Leave CrossRegionConfig out and use the classic tier, or acknowledge the geography.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region.html",),
    baseline=("RES-6",),
    satisfies=(NIST_SA_9_5,),
)
