"""Nobody can say what a model may decide, what it was trained on, and what it is known to get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(model: Resource) -> Truth:
    return model.referrers("AWS::SageMaker::ModelCard", "Content").any(
        lambda card: ~card["ModelCardStatus"].equals("Archived")
    )


CONTROL = Control(
    id="sagemaker-model-card",
    title="Each SageMaker model has a model card",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Model",),
    holds=holds,
    fix="Write a ModelCard whose overview names the model; PrivateSageMakerEndpoint requires one.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html",),
    baseline=("MC-1",),
    satisfies=(NIST_SA_5,),
)
