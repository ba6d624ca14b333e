"""Whose group an endpoint has."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_endpoint_own_group import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def endpoint(groups: Any, kind: str = "Interface") -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": kind, "SecurityGroupIds": groups})


def test_a_group_of_its_own_passes() -> None:
    assert judge(CONTROL, endpoint(["sg-1"])) is TRUE


def test_no_group_fails_because_the_default_one_is_taken() -> None:
    assert judge(CONTROL, endpoint([])) is FALSE


def test_groups_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, endpoint(ANYTHING)) is UNKNOWN


def test_a_gateway_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, endpoint([], kind="Gateway")) is NOT_APPLICABLE
