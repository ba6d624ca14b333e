"""Whether somebody learns that the network was opened."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.network_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

TRAIL = resource("AWS::CloudTrail::Trail")
ENDPOINT = resource("AWS::EC2::VPCEndpoint")


def told(*names: Any) -> dict[str, Any]:
    return event_rule({"source": ["aws.ec2"], "detail": {"eventName": list(names)}})


def test_changes_that_are_told_of_pass() -> None:
    assert judge(CONTROL, ENDPOINT, Trail=TRAIL, Rule=told("DeleteVpcEndpoints", "ModifyVpcEndpoint")) is TRUE


@pytest.mark.parametrize("resource_type", CONTROL.applies_to)
def test_every_kind_fails_without_a_rule(resource_type: str) -> None:
    assert judge(CONTROL, resource(resource_type), Trail=TRAIL) is FALSE


def test_a_rule_that_leaves_one_out_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Trail=TRAIL, Rule=told("DeleteVpcEndpoints")) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    unknown = event_rule({"source": ["aws.ec2"], "detail": {"eventName": ANYTHING}})
    assert judge(CONTROL, ENDPOINT, Trail=TRAIL, Rule=unknown) is UNKNOWN


def test_without_a_trail_nobody_knows_of_calls() -> None:
    assert judge(CONTROL, ENDPOINT, Rule=told("DeleteVpcEndpoints", "ModifyVpcEndpoint")) is NOT_APPLICABLE
