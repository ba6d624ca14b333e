"""Whether somebody wrote down what answers may be used for."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.model_card_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

BASE = resource("AWS::Bedrock::KnowledgeBase")


def card(status: Any = "PendingReview", name: Any = "claims", **attributes: Any) -> dict[str, Any]:
    said = {"ModelCardName": name, "ModelCardStatus": status, "Content": {}}
    return resource("AWS::SageMaker::ModelCard", said, **attributes)


def test_a_card_passes() -> None:
    assert judge(CONTROL, BASE, Card=card()) is TRUE


def test_no_card_fails() -> None:
    assert judge(CONTROL, BASE) is FALSE


def test_an_archived_card_fails() -> None:
    assert judge(CONTROL, BASE, Card=card("Archived")) is FALSE


def test_a_card_beside_an_archived_one_passes() -> None:
    assert judge(CONTROL, BASE, Old=card("Archived"), Card=card("Approved")) is TRUE


def test_a_card_of_a_model_of_one_s_own_is_another_s() -> None:
    said = {"ModelCardName": "fraud", "Content": {"ModelOverview": {"ModelId": {"Ref": "Model"}}}}
    other = resource("AWS::SageMaker::ModelCard", said)
    assert judge(CONTROL, BASE, Card=other, Model=resource("AWS::SageMaker::Model")) is FALSE


def test_a_status_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BASE, Card=card(ANYTHING)) is UNKNOWN


def test_a_card_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, BASE, Card=card(Condition="Maybe")) is UNKNOWN


def test_a_guardrail_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE


def test_it_is_asked_once_of_an_account() -> None:
    assert CONTROL.once_per_account
