"""A card that a template approves was read by nobody: the model is in use before anybody asked what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_CM_3

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(card: Resource) -> Truth:
    return card["ModelCardStatus"].one_of("Archived", "Draft", "PendingReview")


CONTROL = Control(
    id="model-card-approved-by-people",
    title="Model cards are written for review, and approved by no template",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::ModelCard",),
    holds=holds,
    fix="Set ModelCardStatus to PendingReview, and let a person approve the card; ModelCard does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html",),
    baseline=("MC-1",),
    satisfies=(NIST_AC_5, NIST_CM_3),
)
