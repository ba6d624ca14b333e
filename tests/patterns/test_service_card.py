"""The record that somebody has read an AI Service Card."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from aws_cdk import Environment

from secure_ai_constructs import AiService, ServiceCard
from tests.patterns.synthesis import ACCOUNT, beside, is_kept, only, resources, stack

GIVEN: dict[str, Any] = {
    "service": AiService.TEXTRACT,
    "url": "https://aws.amazon.com/the-card",
    "read": date(2026, 11, 28),
    "reader": "claims-platform",
}


def test_the_record_says_which_card_where_when_and_who() -> None:
    scope = stack()
    ServiceCard(scope, "Textract", **GIVEN)
    found = only(scope, "AWS::SSM::Parameter")
    assert found["Name"] == "/secure-ai/service-cards/textract"
    said = {"url": "https://aws.amazon.com/the-card", "read": "2026-11-28", "reader": "claims-platform"}
    assert json.loads(found["Value"]) == said


def test_the_record_outlives_its_stack() -> None:
    scope = stack()
    ServiceCard(scope, "Textract", **GIVEN)
    [record] = resources(scope, "AWS::SSM::Parameter").values()
    assert is_kept(record)


@pytest.mark.parametrize("url", ["", "the card", "http://aws.amazon.com/card", "https://a b"])
def test_a_card_without_an_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Test/Card: url must be the card's address and begin with https://, was"):
        ServiceCard(stack(), "Card", **{**GIVEN, "url": url})


@pytest.mark.parametrize("read", [date(2999, 1, 1), datetime(2026, 11, 28, tzinfo=UTC)])
def test_nobody_has_read_a_card_on_a_day_to_come_or_at_a_moment(read: date) -> None:
    with pytest.raises(ValueError, match="Test/Card: read must be the day on which the card was read, was datetime"):
        ServiceCard(stack(), "Card", **{**GIVEN, "read": read})


def test_somebody_has_read_it() -> None:
    with pytest.raises(
        ValueError, match="Test/Card: reader must say in at most 256 characters who has read the card, was ' '"
    ):
        ServiceCard(stack(), "Card", **{**GIVEN, "reader": " "})


def test_a_card_has_one_record_in_an_account_and_region() -> None:
    scope = stack()
    ServiceCard(scope, "Textract", **GIVEN)
    with pytest.raises(ValueError, match="Again: a record must be written once for an account and Region, /secure-ai/"):
        ServiceCard(scope, "Again", **GIVEN)
    ServiceCard(beside(scope, "Elsewhere", Environment(region="eu-west-1", account=ACCOUNT)), "Textract", **GIVEN)
