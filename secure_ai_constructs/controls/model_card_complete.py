"""A card that leaves out the risk or the limits is worse than none: it looks as if somebody had thought about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_5
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_SECTIONS = (
    "AdditionalInformation.CaveatsAndRecommendations",
    "IntendedUses.IntendedUses",
    "TrainingDetails.TrainingObservations",
)


def holds(card: Resource) -> Truth:
    content = card["Content"]
    return (
        all_of(card[f"Content.{section}"].is_set() for section in _SECTIONS)
        & content["IntendedUses"]["RiskRating"].one_of("High", "Low", "Medium")
        & content["EvaluationDetails"].any(lambda one: one["EvaluationObservation"].is_set() | _measures(one))
    )


def _measures(evaluation: Value) -> Truth:
    """Its numbers, or where they are."""
    return evaluation["MetricGroups"].has_at_least(1) | evaluation["Datasets"].has_at_least(1)


CONTROL = Control(
    id="model-card-complete",
    title="Model cards state use, risk, training, evaluation and limits",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::ModelCard",),
    holds=holds,
    fix="Fill in all five sections, with a risk rating that is not Unknown; ModelCard asks for them.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html",),
    baseline=("MC-1", "MC-2"),
    satisfies=(NIST_SA_5,),
)
