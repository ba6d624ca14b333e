"""Whatever arguments somebody chooses: they are refused in our words, or what is synthesized passes every control."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Environment, Stack
from hypothesis import given

import app
from secure_ai_constructs import CrossRegionInference, DataResidency, RiskRating, SecureBedrockRag, Service
from tests.patterns.outcome import examples, open_findings, outcome
from tests.patterns.scenario import Arguments, Scenario, add_team, build, network_of, record_service_cards
from tests.patterns.scenarios import PARTS, scenarios
from tests.patterns.synthesis import ACCOUNT, ENV, MODEL

if TYPE_CHECKING:
    from pathlib import Path

RIGHT, WRONG = 110, 8
"""Examples with nothing wrong in them, and for each part that may be wrong."""


def test_there_are_at_least_two_hundred_combinations_and_half_of_them_are_right() -> None:
    assert RIGHT + len(PARTS) * WRONG >= 200
    assert len(PARTS) * WRONG <= RIGHT


@examples(RIGHT)
@given(scenarios())
def test_every_right_combination_passes_every_control(scenario: Scenario) -> None:
    assert outcome(partial(build, scenario)) == "synthesized"


@pytest.mark.parametrize("wrong", PARTS)
def test_every_wrong_combination_is_refused_in_our_words_or_passes_every_control(wrong: str) -> None:
    outcomes: Counter[str] = Counter()

    @examples(WRONG)
    @given(scenarios(wrong))
    def holds(scenario: Scenario) -> None:
        outcomes[outcome(partial(build, scenario))] += 1

    holds()
    assert outcomes["refused"] > 0


def with_team(
    outdir: str, team: Arguments, network: Arguments | None = None, env: Environment = ENV, **shared: Any
) -> None:
    """A clean RAG but for what its one team, its network and its residency choose."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False)
    scope = Stack(tree, "Test", env=env)
    found = SecureBedrockRag(scope, "Rag", network=network_of(scope, network or {}), owner="platform", **shared)
    add_team(found, {"name": "claims", "store": ("s3", {}), "documents": "", "prefix": "", "question": {}, **team})
    card = dict.fromkeys(("intended_use", "evaluation", "limitations"), "Said.")
    found.add_model_card(risk=RiskRating.LOW, model_id=MODEL.model_id, **card)
    record_service_cards(scope)
    tree.synth()


def test_a_model_that_answers_anywhere_is_a_risk_that_somebody_has_to_accept(tmp_path: Path) -> None:
    anywhere = DataResidency(("eu-central-1",), "EU", CrossRegionInference.GLOBAL)
    with_team(str(tmp_path), {"model": ("global", MODEL.model_id)}, residency=anywhere)
    [(control, verdict, logical_id)] = open_findings(str(tmp_path))
    assert (control, verdict) == ("bedrock-model-in-region", "false")
    assert "Modelsglobal" in logical_id


def test_where_no_profile_is_made_policy_and_variable_say_that_a_model_answers_anywhere(tmp_path: Path) -> None:
    anywhere = DataResidency(("eu-north-1",), "EU", CrossRegionInference.GLOBAL)
    env = Environment(account=ACCOUNT, region="eu-north-1")
    with_team(str(tmp_path), {"model": ("global", MODEL.model_id)}, env=env, residency=anywhere)
    found = {(control, verdict) for control, verdict, _ in open_findings(str(tmp_path))}
    assert found == {("iam-model-not-anywhere", "false"), ("lambda-model-in-region", "false")}


def test_a_given_network_of_two_zones_is_a_risk_that_somebody_has_to_accept(tmp_path: Path) -> None:
    with_team(str(tmp_path), {"model": ("", MODEL.model_id)}, network={"zones": 2, "endpoints": [], "s3": True})
    found = {(control, verdict) for control, verdict, _ in open_findings(str(tmp_path))}
    assert found == {("vpc-endpoint-three-zones", "false")}


def test_whether_a_function_reaches_bedrock_through_an_endpoint_of_another_app_nobody_can_read(tmp_path: Path) -> None:
    given = {"zones": 3, "endpoints": [Service.BEDROCK_RUNTIME], "groups": True, "s3": True}
    with_team(str(tmp_path), {"model": ("", MODEL.model_id)}, network=given)
    [(control, verdict, logical_id)] = open_findings(str(tmp_path))
    assert (control, verdict) == ("vpc-endpoint-present", "unknown")
    assert "QueryFunction" in logical_id


def test_a_collection_without_standby_replicas_is_a_risk_that_somebody_has_to_accept(tmp_path: Path) -> None:
    store = ("opensearch", {"standby_replicas": False})
    with_team(str(tmp_path), {"model": ("", MODEL.model_id), "store": store})
    assert {(control, verdict) for control, verdict, _ in open_findings(str(tmp_path))} == {
        ("opensearch-standby-replicas", "false")
    }


def test_a_model_of_a_geography_passes_where_the_residency_allows_it(tmp_path: Path) -> None:
    with_team(str(tmp_path), {"model": ("eu", MODEL.model_id)}, residency=DataResidency.within("eu"))
    assert open_findings(str(tmp_path)) == set()
