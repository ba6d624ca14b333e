"""Whether an SDK finds the endpoint."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_endpoint_private_dns import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def endpoint(**properties: Any) -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface", **properties})


def test_private_dns_passes() -> None:
    assert judge(CONTROL, endpoint(PrivateDnsEnabled=True)) is TRUE


def test_no_private_dns_fails() -> None:
    assert judge(CONTROL, endpoint(PrivateDnsEnabled=False)) is FALSE


def test_an_endpoint_that_says_nothing_fails() -> None:
    assert judge(CONTROL, endpoint()) is FALSE


def test_private_dns_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, endpoint(PrivateDnsEnabled=ANYTHING)) is UNKNOWN


def test_a_gateway_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, endpoint(VpcEndpointType="Gateway")) is NOT_APPLICABLE
