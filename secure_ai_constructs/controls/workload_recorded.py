"""Nobody has asked what could go wrong, so that the first to ask is who does it.

The record names the scope of the Generative AI Security Scoping Matrix, where the workload runs, and the threats that
somebody has thought of, each with an answer or with somebody who accepts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_RA_3, NIST_SA_9

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


_SCOPES = {
    "AWS::Bedrock::KnowledgeBase": (3, 4),
    "AWS::SageMaker::Endpoint": (4, 5),
}
"""Models of others, as they are or fine-tuned; and fine-tuned or one's own."""


def holds(workload: Resource) -> Truth:
    scopes = _SCOPES[workload.type]
    return workload.peers("AWS::SSM::Parameter").any(
        lambda one: one["Name"].matches(r"/workloads/[^/]+$") & _is_complete(one["Value"].parsed(), scopes)
    )


def _is_complete(record: Value, scopes: tuple[int, ...]) -> Truth:
    return (
        record["scope"].one_of(*scopes)
        & record["deployment"].one_of("cloud", "hybrid", "on-premises")
        & record["owner"].is_set()
        & record["threats"].is_set()
        & record["threats"].all(lambda one: one["controls"].is_set() | one["acceptedBy"].is_set())
    )


CONTROL = Control(
    id="workload-recorded",
    title="Scope, deployment model and threats of the workload are on record",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=tuple(_SCOPES),
    holds=holds,
    fix="Write down what the workload is and what could go wrong with it: WorkloadRecord.",
    sources=("https://docs.aws.amazon.com/wellarchitected/latest/generative-ai-lens/generative-ai-lens.html",),
    baseline=("HYB-3", "SCO-1"),
    satisfies=(NIST_RA_3, NIST_SA_9),
)
