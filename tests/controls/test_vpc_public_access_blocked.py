"""Whether the account's brake on the internet holds, and everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.vpc_public_access_blocked import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

BUCKETS = resource("Custom::S3AccountPublicAccessBlock")
EXCLUSION = "AWS::EC2::VPCBlockPublicAccessExclusion"


def brake(mode: Any) -> dict[str, Any]:
    return resource("AWS::EC2::VPCBlockPublicAccessOptions", {"InternetGatewayBlockMode": mode})


def test_both_ways_are_blocked() -> None:
    assert judge(CONTROL, brake("block-bidirectional"), Buckets=BUCKETS) is TRUE


def test_a_brake_that_lets_out_fails() -> None:
    assert judge(CONTROL, brake("block-ingress"), Buckets=BUCKETS) is FALSE
    assert judge(CONTROL, resource("AWS::EC2::VPCBlockPublicAccessOptions")) is FALSE


def test_a_brake_for_networks_alone_fails() -> None:
    assert judge(CONTROL, brake("block-bidirectional")) is FALSE


@pytest.mark.parametrize("mode", ["allow-egress", "allow-bidirectional", ANYTHING])
def test_an_exception_fails_whatever_it_allows(mode: Any) -> None:
    assert judge(CONTROL, resource(EXCLUSION, {"InternetGatewayExclusionMode": mode, "VpcId": "vpc-1"})) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, brake(ANYTHING), Buckets=BUCKETS) is UNKNOWN


def test_a_vpc_alone_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::EC2::VPC")) is NOT_APPLICABLE
