"""Whether a model has a passport of its own."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_model_card import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

MODEL = resource("AWS::SageMaker::Model")


def card(status: Any = "PendingReview", model: Any = SUBJECT) -> dict[str, Any]:
    content = {"ModelOverview": {"ModelId": model}}
    return resource("AWS::SageMaker::ModelCard", {"ModelCardStatus": status, "Content": content})


def test_a_card_that_names_the_model_passes() -> None:
    assert judge(CONTROL, MODEL, Card=card()) is TRUE


def test_no_card_or_that_of_another_model_fails() -> None:
    assert judge(CONTROL, MODEL) is FALSE
    assert judge(CONTROL, MODEL, Card=card(model="another")) is FALSE


def test_an_archived_card_fails() -> None:
    assert judge(CONTROL, MODEL, Card=card("Archived")) is FALSE


def test_a_status_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, MODEL, Card=card(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
