"""Whether an endpoint survives the loss of a zone."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_endpoint_zones import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def endpoint(subnets: Any, kind: str = "Interface") -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": kind, "SubnetIds": subnets})


def test_two_subnets_pass() -> None:
    assert judge(CONTROL, endpoint(["subnet-1", "subnet-2"])) is TRUE


def test_two_subnets_of_one_zone_fail() -> None:
    first, second = (
        resource("AWS::EC2::Subnet", {"AvailabilityZone": zone}) for zone in ("eu-central-1a", "eu-central-1b")
    )
    both = endpoint([{"Ref": "First"}, {"Ref": "Second"}])
    assert judge(CONTROL, both, First=first, Second=second) is TRUE
    assert judge(CONTROL, both, First=first, Second=first) is FALSE
    some = [
        resource("AWS::EC2::Subnet", {"AvailabilityZone": {"Fn::Select": [at, {"Fn::GetAZs": ""}]}}) for at in (0, 1)
    ]
    assert judge(CONTROL, both, First=some[0], Second=some[1]) is TRUE
    assert judge(CONTROL, both, First=some[0], Second=some[0]) is FALSE
    unsaid = resource("AWS::EC2::Subnet")
    assert judge(CONTROL, both, First=first, Second=unsaid) is UNKNOWN, "AWS chooses"
    assert judge(CONTROL, endpoint([{"Ref": "First"}, "subnet-2"]), First=first) is TRUE, "whose zone nobody here reads"


def test_one_subnet_fails() -> None:
    assert judge(CONTROL, endpoint(["subnet-1"])) is FALSE


def test_no_subnet_fails() -> None:
    assert judge(CONTROL, endpoint({"Ref": "AWS::NoValue"})) is FALSE


def test_subnets_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, endpoint(ANYTHING)) is UNKNOWN


def test_a_gateway_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, endpoint(["subnet-1"], kind="Gateway")) is NOT_APPLICABLE


def test_one_subnet_named_twice_fails() -> None:
    assert judge(CONTROL, endpoint(["subnet-1", "subnet-1"])) is FALSE


def test_an_endpoint_of_opensearch_is_an_interface_too() -> None:
    of_opensearch = resource(
        "AWS::OpenSearchServerless::VpcEndpoint", {"SubnetIds": ["subnet-1", "subnet-2", "subnet-3"]}
    )
    assert judge(CONTROL, of_opensearch) is TRUE
    fewer = ["subnet-1"]
    assert judge(CONTROL, resource("AWS::OpenSearchServerless::VpcEndpoint", {"SubnetIds": fewer})) is FALSE
