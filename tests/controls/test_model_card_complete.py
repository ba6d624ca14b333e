"""Whether a card says what a reviewer asks."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.model_card_complete import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

CONTENT = {
    "IntendedUses": {"IntendedUses": "Answers of clerks", "RiskRating": "Medium"},
    "TrainingDetails": {"TrainingObservations": "Trained by its provider"},
    "EvaluationDetails": [{"Name": "Grounding", "EvaluationObservation": "High on the documents of June"}],
    "AdditionalInformation": {"CaveatsAndRecommendations": "Knows nothing of last week"},
}


def card(**changes: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::ModelCard", {"ModelCardName": "claims", "Content": {**CONTENT, **changes}})


def uses(**changes: Any) -> dict[str, Any]:
    return card(IntendedUses={**CONTENT["IntendedUses"], **changes})  # type: ignore[dict-item]


def test_five_sections_pass() -> None:
    assert judge(CONTROL, card()) is TRUE


def test_a_card_without_content_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::ModelCard", {"ModelCardName": "claims"})) is FALSE


def test_each_section_is_asked_for() -> None:
    for section in CONTENT:
        assert judge(CONTROL, card(**{section: {"Ref": "AWS::NoValue"}})) is FALSE


def test_an_evaluation_that_has_a_name_alone_fails() -> None:
    assert judge(CONTROL, card(EvaluationDetails=[{"Name": "Grounding"}])) is FALSE
    assert judge(CONTROL, card(EvaluationDetails=[{"Name": "AUC", "MetricGroups": [{"Name": "AUC"}]}])) is TRUE


def test_an_empty_sentence_fails() -> None:
    assert judge(CONTROL, card(AdditionalInformation={"CaveatsAndRecommendations": ""})) is FALSE


def test_an_unknown_risk_fails() -> None:
    assert judge(CONTROL, uses(RiskRating="Unknown")) is FALSE


def test_no_evaluation_fails() -> None:
    assert judge(CONTROL, card(EvaluationDetails=[])) is FALSE


def test_a_risk_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, uses(RiskRating=ANYTHING)) is UNKNOWN


def test_an_evaluation_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, card(EvaluationDetails=ANYTHING)) is UNKNOWN


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
