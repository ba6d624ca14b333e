"""Whatever arguments somebody chooses: they are refused in our words, or what is synthesized passes every control."""

from __future__ import annotations

import re
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from hypothesis import HealthCheck, given, note, settings

import app
import secure_ai_constructs
from secure_ai_constructs import CrossRegionInference, DataResidency, PrivateNetwork, RiskRating, SecureBedrockRag
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.scenario import Arguments, Scenario, add_team, build
from tests.patterns.scenarios import PARTS, scenarios
from tests.patterns.synthesis import ENV, MODEL

PACKAGE = str(Path(secure_ai_constructs.__file__).parent)
THE_ACCOUNT_S = {"bedrock-invocation-logged", "cloudtrail-present", "guardduty-present"}
"""What exists once for an account and Region, and is no part of a RAG."""


def is_ours(error: ValueError) -> bool:
    """Raised by the package itself, saying what must hold and what was given."""
    raised_in = traceback.extract_tb(error.__traceback__)[-1].filename
    says_what_must_hold = re.match(r"((Test|Scoring)/\S+: \S|[a-z].* must )", str(error))
    says_what_was_given = re.search(r"\b(was|were|had|has|does not|there is|sends?|regular expression:) ?", str(error))
    return (
        type(error) is ValueError
        and raised_in.startswith(PACKAGE)
        and bool(says_what_must_hold and says_what_was_given)
    )


def open_findings(outdir: str) -> set[tuple[str, str, str]]:
    """What no control has passed, but for what the account owns."""
    return {
        (one.control.id, one.verdict.value, one.logical_id)
        for one in review(load(Path(outdir)), CATALOG).findings
        if one.verdict is not TRUE and one.control.id not in THE_ACCOUNT_S
    }


def outcome(scenario: Scenario) -> str:
    """What becomes of a scenario; fails for everything but a refusal of ours and a clean synth."""
    with tempfile.TemporaryDirectory() as outdir:
        try:
            tree = build(scenario, outdir)
        except ValueError as refused:
            note(f"refused: {refused}")
            assert is_ours(refused), refused  # noqa: PT017 - a refusal is one of two good outcomes
            return "refused"
        tree.synth()
        assert open_findings(outdir) == set()
    return "synthesized"


RIGHT, WRONG = 110, 8
"""Examples with nothing wrong in them, and for each part that may be wrong."""


def examples(number: int) -> settings:
    """The same ones every time."""
    return settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def test_there_are_at_least_two_hundred_combinations_and_half_of_them_are_right() -> None:
    assert RIGHT + len(PARTS) * WRONG >= 200
    assert len(PARTS) * WRONG <= RIGHT


@examples(RIGHT)
@given(scenarios())
def test_every_right_combination_passes_every_control(scenario: Scenario) -> None:
    assert outcome(scenario) == "synthesized"


@pytest.mark.parametrize("wrong", PARTS)
def test_every_wrong_combination_is_refused_in_our_words_or_passes_every_control(wrong: str) -> None:
    outcomes: Counter[str] = Counter()

    @examples(WRONG)
    @given(scenarios(wrong))
    def holds(scenario: Scenario) -> None:
        outcomes[outcome(scenario)] += 1

    holds()
    assert outcomes["refused"] > 0


def with_team(outdir: str, team: Arguments, **shared: Any) -> None:
    """A clean RAG but for what its one team and its residency choose."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False)
    scope = Stack(tree, "Test", env=ENV)
    found = SecureBedrockRag(scope, "Rag", network=PrivateNetwork(scope, "Network"), owner="platform", **shared)
    add_team(found, {"name": "claims", "store": ("s3", {}), "documents": "", "prefix": "", "question": {}, **team})
    card = dict.fromkeys(("intended_use", "evaluation", "limitations"), "Said.")
    found.add_model_card(risk=RiskRating.LOW, model_id=MODEL.model_id, **card)
    tree.synth()


def test_a_model_that_answers_anywhere_is_a_risk_that_somebody_has_to_accept(tmp_path: Path) -> None:
    anywhere = DataResidency(("eu-central-1",), "EU", CrossRegionInference.GLOBAL)
    with_team(str(tmp_path), {"model": ("global", MODEL.model_id)}, residency=anywhere)
    [(control, verdict, logical_id)] = open_findings(str(tmp_path))
    assert (control, verdict) == ("bedrock-model-in-region", "false")
    assert "Modelsglobal" in logical_id


def test_a_collection_without_standby_replicas_is_a_risk_that_somebody_has_to_accept(tmp_path: Path) -> None:
    store = ("opensearch", {"standby_replicas": False})
    with_team(str(tmp_path), {"model": ("", MODEL.model_id), "store": store})
    assert {(control, verdict) for control, verdict, _ in open_findings(str(tmp_path))} == {
        ("opensearch-standby-replicas", "false")
    }


def test_a_model_of_a_geography_passes_where_the_residency_allows_it(tmp_path: Path) -> None:
    with_team(str(tmp_path), {"model": ("eu", MODEL.model_id)}, residency=DataResidency.within("eu"))
    assert open_findings(str(tmp_path)) == set()
