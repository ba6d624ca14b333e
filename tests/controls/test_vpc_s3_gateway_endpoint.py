"""Whether S3 is reached privately."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_s3_gateway_endpoint import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

VPC = resource("AWS::EC2::VPC")


def endpoint(service: Any = "com.amazonaws.eu-central-1.s3", kind: Any = "Gateway") -> dict[str, Any]:
    properties = {"VpcId": SUBJECT, "ServiceName": service, "VpcEndpointType": kind, "RouteTableIds": ["rtb-1"]}
    return resource("AWS::EC2::VPCEndpoint", properties)


def test_a_gateway_endpoint_passes() -> None:
    assert judge(CONTROL, VPC, Endpoint=endpoint()) is TRUE


def test_a_route_table_that_it_leaves_out_fails() -> None:
    table = resource("AWS::EC2::RouteTable", {"VpcId": SUBJECT})
    on_it = endpoint()
    on_it["Properties"]["RouteTableIds"] = [{"Ref": "Table"}]
    assert judge(CONTROL, VPC, Endpoint=on_it, Table=table) is TRUE
    assert judge(CONTROL, VPC, Endpoint=endpoint(), Table=table) is FALSE
    assert judge(CONTROL, VPC, Endpoint=on_it, Table=table, Other=table) is FALSE


def test_a_route_table_that_leads_out_is_left_to_others() -> None:
    table = resource("AWS::EC2::RouteTable", {"VpcId": SUBJECT})
    out = resource("AWS::EC2::Route", {"RouteTableId": {"Ref": "Table"}, "GatewayId": "igw-1"})
    assert judge(CONTROL, VPC, Endpoint=endpoint(), Table=table, Out=out) is TRUE


def test_no_endpoint_fails() -> None:
    assert judge(CONTROL, VPC) is FALSE


def test_an_endpoint_for_another_service_fails() -> None:
    assert judge(CONTROL, VPC, Endpoint=endpoint(service="com.amazonaws.eu-central-1.dynamodb")) is FALSE


def test_a_service_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, VPC, Endpoint=endpoint(service=ANYTHING)) is UNKNOWN


def test_an_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, endpoint()) is NOT_APPLICABLE


def test_an_endpoint_that_does_not_say_its_type_is_a_gateway() -> None:
    properties = {"VpcId": SUBJECT, "ServiceName": "com.amazonaws.eu-central-1.s3", "RouteTableIds": ["rtb-1"]}
    assert judge(CONTROL, VPC, Endpoint=resource("AWS::EC2::VPCEndpoint", properties)) is TRUE
