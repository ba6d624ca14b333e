"""Whether movement in the network leaves a trace."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_flow_logs import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

VPC = resource("AWS::EC2::VPC")


def flow_log(traffic: Any) -> dict[str, Any]:
    return resource("AWS::EC2::FlowLog", {"ResourceId": SUBJECT, "ResourceType": "VPC", "TrafficType": traffic})


def test_a_log_of_all_traffic_passes() -> None:
    assert judge(CONTROL, VPC, Log=flow_log("ALL")) is TRUE


def test_no_log_fails() -> None:
    assert judge(CONTROL, VPC) is FALSE


def test_a_log_of_rejected_traffic_alone_fails() -> None:
    assert judge(CONTROL, VPC, Log=flow_log("REJECT")) is FALSE


def test_traffic_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, VPC, Log=flow_log(ANYTHING)) is UNKNOWN


def test_a_flow_log_is_not_spoken_of() -> None:
    assert judge(CONTROL, flow_log("ALL")) is NOT_APPLICABLE
