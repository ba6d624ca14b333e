"""Whether the account itself is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.controls.config_watches_account import CONTROL
from secure_ai_constructs.patterns.account.configuration_baseline import OF_THE_ACCOUNT
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

RULES = {name: one for name, one in OF_THE_ACCOUNT.items() if "ROOT" not in one}
"""Of root, another control asks."""
RECORDER = resource("AWS::Config::ConfigurationRecorder")


def rules(without: str = "", **changes: Any) -> dict[str, Any]:
    identifiers = {**RULES, **changes}
    return {
        name: resource("AWS::Config::ConfigRule", {"Source": {"Owner": "AWS", "SourceIdentifier": one}})
        for name, one in identifiers.items()
        if name != without
    }


def test_all_rules_pass() -> None:
    assert judge(CONTROL, RECORDER, **rules()) is TRUE


@pytest.mark.parametrize("missing", RULES)
def test_one_that_is_missing_fails(missing: str) -> None:
    assert judge(CONTROL, RECORDER, **rules(missing)) is FALSE


def test_rules_in_a_pack_count() -> None:
    pack = resource("AWS::Config::ConformancePack", {"TemplateBody": json.dumps({"Resources": rules("OldAccessKeys")})})
    one = {"OldAccessKeys": rules()["OldAccessKeys"]}
    assert judge(CONTROL, RECORDER, Pack=pack, **one) is TRUE
    assert judge(CONTROL, RECORDER, Pack=pack) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, RECORDER, **rules(OldAccessKeys=ANYTHING)) is UNKNOWN


def test_a_channel_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Config::DeliveryChannel"), **rules()) is NOT_APPLICABLE
