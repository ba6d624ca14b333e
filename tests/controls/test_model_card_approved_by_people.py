"""Whether a template approves a card."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.model_card_approved_by_people import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def card(status: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::ModelCard", {"ModelCardStatus": status})


@pytest.mark.parametrize("status", ["Draft", "PendingReview", "Archived"])
def test_a_card_that_waits_for_somebody_passes(status: str) -> None:
    assert judge(CONTROL, card(status)) is TRUE


@pytest.mark.parametrize("status", ["Approved", None])
def test_a_card_that_nobody_read_fails(status: str | None) -> None:
    assert judge(CONTROL, card(status)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, card(ANYTHING)) is UNKNOWN


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
