"""Nobody can say what the answers may be used for, who answers for them, and what they are known to get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_5
from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::SageMaker::ModelCard").any(
        lambda card: (
            card.in_region_of(workload)
            & _is_of_a_model_of_bedrock(card)
            & card["ModelCardName"].is_set()
            & ~card["ModelCardStatus"].equals("Archived")
        )
    )


def _is_of_a_model_of_bedrock(card: Resource) -> Truth:
    return truth(all(one.type != "AWS::SageMaker::Model" for one in card["Content"].targets))


CONTROL = Control(
    id="model-card-present",
    title="Workloads that answer people have a model card",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    holds=holds,
    once_per_account=True,
    fix="Write one with SecureBedrockRag.add_model_card, and let a reviewer approve it.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html",),
    baseline=("MC-1", "MC-2"),
    satisfies=(NIST_SA_5,),
)
