"""Whether somebody learns that a guardrail was weakened, or a model exchanged."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.ai_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

TRAIL = resource("AWS::CloudTrail::Trail")
GUARDRAIL = resource("AWS::Bedrock::Guardrail")


def told(service: str, *names: Any) -> dict[str, Any]:
    return event_rule({"source": [f"aws.{service}"], "detail": {"eventName": list(names)}})


def test_changes_that_are_told_of_pass() -> None:
    rule = told("bedrock", "DeleteGuardrail", "UpdateGuardrail", "DeletePrompt")
    assert judge(CONTROL, GUARDRAIL, Trail=TRAIL, Rule=rule) is TRUE


def test_two_rules_may_share_them() -> None:
    rules = {"One": told("bedrock", "DeleteGuardrail"), "Other": told("bedrock", "UpdateGuardrail")}
    assert judge(CONTROL, GUARDRAIL, Trail=TRAIL, **rules) is TRUE


@pytest.mark.parametrize("resource_type", CONTROL.applies_to)
def test_every_kind_fails_without_a_rule(resource_type: str) -> None:
    assert judge(CONTROL, resource(resource_type), Trail=TRAIL) is FALSE


def test_a_rule_that_leaves_one_out_fails() -> None:
    assert judge(CONTROL, GUARDRAIL, Trail=TRAIL, Rule=told("bedrock", "DeleteGuardrail")) is FALSE


def test_a_rule_of_another_service_fails() -> None:
    assert judge(CONTROL, GUARDRAIL, Trail=TRAIL, Rule=told("sagemaker", "DeleteGuardrail", "UpdateGuardrail")) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    unknown = event_rule({"source": ["aws.bedrock"], "detail": {"eventName": ANYTHING}})
    assert judge(CONTROL, GUARDRAIL, Trail=TRAIL, Rule=unknown) is UNKNOWN


def test_without_a_trail_nobody_knows_of_calls() -> None:
    assert judge(CONTROL, GUARDRAIL, Rule=told("bedrock", "DeleteGuardrail", "UpdateGuardrail")) is NOT_APPLICABLE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Trail=TRAIL) is NOT_APPLICABLE
