"""Whether anybody asks after root."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.config_watches_root import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

RECORDER = resource("AWS::Config::ConfigurationRecorder")
KEYS, FACTOR = "IAM_ROOT_ACCESS_KEY_CHECK", "ROOT_ACCOUNT_MFA_ENABLED"


def rule(identifier: Any) -> dict[str, Any]:
    return resource("AWS::Config::ConfigRule", {"Source": {"Owner": "AWS", "SourceIdentifier": identifier}})


def test_both_rules_pass() -> None:
    assert judge(CONTROL, RECORDER, Keys=rule(KEYS), Factor=rule(FACTOR)) is TRUE


def test_a_pack_of_both_passes() -> None:
    body = json.dumps({"Resources": {"A": rule(KEYS), "B": rule(FACTOR)}})
    assert judge(CONTROL, RECORDER, Pack=resource("AWS::Config::ConformancePack", {"TemplateBody": body})) is TRUE


def test_one_of_two_fails() -> None:
    assert judge(CONTROL, RECORDER, Keys=rule(KEYS)) is FALSE
    assert judge(CONTROL, RECORDER, Factor=rule(FACTOR)) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, RECORDER, Keys=rule(KEYS), Factor=rule(ANYTHING)) is UNKNOWN


def test_without_a_recorder_nothing_is_asked() -> None:
    assert judge(CONTROL, rule(KEYS)) is NOT_APPLICABLE
