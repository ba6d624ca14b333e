"""What may become of arguments that were drawn at random: a refusal in our words, or a clean synth."""

from __future__ import annotations

import re
import tempfile
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, note, settings

import secure_ai_constructs
from secure_ai_constructs import accept_risk
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_cdk import App
    from constructs import IConstruct

PACKAGE = str(Path(secure_ai_constructs.__file__).parent)
THE_ACCOUNT_S = {
    "access-analyzer-present",
    "account-options-decided",
    "artifact-reports-told",
    "bedrock-invocation-logged",
    "cloudtrail-present",
    "config-present",
    "evidence-collected",
    "guardduty-present",
    "iam-ways-around-closed",
    "inspector-present",
    "security-hub-present",
    "workload-recorded",
}
"""What exists once for an account and Region or is written by people, and is no part of a RAG."""


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


def accept(construct: IConstruct, *controls: str) -> None:
    """Accepts a risk where it was chosen: of a neighbor it is a finding still."""
    for control in controls:
        accept_risk(construct, control=control, reason="It was chosen.", owner="platform", expires=date.max)


def open_findings(outdir: str) -> set[tuple[str, str, str]]:
    """What no control has passed and nobody has accepted, but for what the account owns."""
    return {
        (one.control.id, one.verdict.value, one.logical_id)
        for one in review(load(Path(outdir)), CATALOG).findings
        if one.is_open and one.control.id not in THE_ACCOUNT_S
    }


def outcome(build: Callable[[str], App]) -> str:
    """What becomes of an app that is built into a folder.

    Fails for everything but a refusal of ours, and a synth without an open finding.
    """
    with tempfile.TemporaryDirectory() as outdir:
        try:
            tree = build(outdir)
        except ValueError as refused:
            note(f"refused: {refused}")
            assert is_ours(refused), refused  # noqa: PT017 - a refusal is one of two good outcomes
            return "refused"
        tree.synth()
        assert open_findings(outdir) == set()
    return "synthesized"


def examples(number: int) -> settings:
    """The same ones every time; one that fails is shown as it was drawn, because to make it smaller takes minutes."""
    return settings(
        max_examples=number,
        phases=[Phase.generate],
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
