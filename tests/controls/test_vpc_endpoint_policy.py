"""What passes through an endpoint."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.vpc_endpoint_policy import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

OPEN = {"Principal": "*", "Action": "*", "Resource": "*"}


def endpoint(document: Any, kind: Any = "Interface") -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": kind, "PolicyDocument": document})


def test_a_policy_for_one_account_passes() -> None:
    assert (
        judge(CONTROL, endpoint(allow(**OPEN, Condition={"StringEquals": {"aws:PrincipalAccount": "123456789012"}})))
        is TRUE
    )


def test_a_policy_for_named_resources_passes() -> None:
    assert (
        judge(CONTROL, endpoint(allow(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::claims/*"))) is TRUE
    )


def test_no_policy_fails() -> None:
    assert judge(CONTROL, resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface"})) is FALSE


def test_everything_for_everybody_fails() -> None:
    assert judge(CONTROL, endpoint(allow(**OPEN))) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, endpoint(ANYTHING)) is UNKNOWN


def test_a_load_balancer_endpoint_is_not_spoken_of() -> None:
    assert judge(CONTROL, endpoint(allow(**OPEN), kind="GatewayLoadBalancer")) is NOT_APPLICABLE


def test_resources_of_any_account_are_everything() -> None:
    for everything in ("arn:aws:s3:::*/*", "arn:aws:bedrock:*:*:knowledge-base/*"):
        assert judge(CONTROL, endpoint(allow(Principal="*", Action="*", Resource=everything))) is FALSE


def test_services_of_aws_may_pass() -> None:
    services = {"Bool": {"aws:PrincipalIsAWSService": "true"}}
    assert judge(CONTROL, endpoint(allow(**OPEN, Condition=services))) is TRUE
    assert (
        judge(CONTROL, endpoint(allow(**OPEN, Condition={"Bool": {"aws:PrincipalIsAWSService": "false"}}))) is not TRUE
    )


def test_a_deny_of_all_others_is_a_boundary() -> None:
    for operator, key, value, verdict in (
        ("StringNotEquals", "aws:PrincipalOrgID", "o-1234567890", TRUE),
        ("StringNotEquals", "aws:PrincipalAccount", ANYTHING, UNKNOWN),
        ("StringNotEquals", "aws:RequestedRegion", "eu-central-1", FALSE),
        ("StringEquals", "aws:PrincipalOrgID", "o-1234567890", FALSE),
    ):
        document = allow(**OPEN)
        document["Statement"] += deny(**OPEN, Condition={operator: {key: value}})["Statement"]
        assert judge(CONTROL, endpoint(document)) is verdict


def test_the_network_of_the_endpoint_narrows_nobody() -> None:
    for key, value in (("aws:SourceVpc", "vpc-1"), ("aws:SourceIp", "10.0.0.0/8")):
        operator = "IpAddress" if key.endswith("Ip") else "StringEquals"
        assert judge(CONTROL, endpoint(allow(**OPEN, Condition={operator: {key: value}}))) is FALSE
