"""Data lands in whatever Region a shell happened to be set to, and with it under another law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    return truth(workload.template.region is not None and workload.template.account is not None)


def when(workload: Resource) -> Truth:
    """Plain templates outside a cloud assembly do not say where they deploy."""
    return truth(workload.template.stack is not None)


CONTROL = Control(
    id="stack-region-pinned",
    title="Stacks with AI workloads name their account and Region",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    when=when,
    holds=holds,
    once_per_stack=True,
    fix="Pass env=Environment(account=…, region=…) to the stack.",
    sources=("https://docs.aws.amazon.com/cdk/v2/guide/environments.html",),
    baseline=("RES-1",),
    satisfies=(NIST_SA_9_5,),
)
