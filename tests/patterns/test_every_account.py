"""Random accounts: whatever is adopted or skipped, what is made passes, and what is refused is refused in our words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_ai_constructs import AlertTopic, AuditedAccount, ContentGuardrail, Part
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.patterns.account import Mode
from secure_ai_constructs.patterns.foundation.tag_value import classify
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import REGION, stack

if TYPE_CHECKING:
    from aws_cdk import Stack

    from secure_ai_constructs.patterns.account import PartMode

MODES = {
    Mode.CREATE: lambda part: part.create(),
    Mode.ADOPT: lambda part: part.adopt("of-the-landing-zone"),
    Mode.SKIP: lambda part: part.skip("the landing zone owns it"),
}


@st.composite
def exceptions(draw: st.DrawFn) -> list[PartMode]:
    """Some parts, each with a mode, in any order; a part may be named to be created, too."""
    parts = draw(st.lists(st.sampled_from([one for one in Part if one is not Part.REPORTS]), unique=True))
    return [MODES[draw(st.sampled_from(list(MODES)))](part) for part in parts]


def account(scope: Stack, named: list[PartMode]) -> AuditedAccount:
    guardrail = ContentGuardrail(scope, "Guardrail") if Part.ENFORCED_GUARDRAIL.create() in named else None
    if guardrail:
        guardrail.alarm_to(AlertTopic(scope, "Alerts"))
        classify(guardrail, owner="security", data_classification="confidential", jurisdiction=REGION)
    return AuditedAccount(
        scope, "Account", owner="security", emails=["a@example.com"], exceptions=named, guardrail=guardrail
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(named=exceptions())
def test_every_account_passes_or_is_refused_in_our_words(named: list[PartMode]) -> None:
    scope = stack()
    modes = {one: one.by_default().mode for one in Part} | {one.part: one.mode for one in named}
    nobody_records = modes[Part.RECORDER] is Mode.SKIP
    nobody_scans = modes[Part.INSPECTOR] is Mode.SKIP and modes[Part.REGISTRY] is Mode.CREATE
    asks_nobody = modes[Part.HUB] is not Mode.SKIP or modes[Part.STACK_DRIFT] in (Mode.ADOPT, Mode.CREATE)
    if (nobody_records and asks_nobody) or nobody_scans:
        with pytest.raises(ValueError, match=r"(asks Config|compares stacks|scans the registry), so that") as caught:
            account(scope, named)
        assert is_ours(caught.value)
        return
    account(scope, named)
    app: Any = scope.node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    assert {one.control.id for one in found if one.verdict is not TRUE} == set()
