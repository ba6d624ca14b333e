"""Whose credentials pass through an endpoint, and to whose resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.vpc_endpoint_both_ends import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth

ACCOUNT = "123456789012"
OPEN = {"Principal": "*", "Action": "s3:*", "Resource": "*"}
CALLERS, OWNERS = {"aws:PrincipalAccount": ACCOUNT}, {"aws:ResourceAccount": ACCOUNT}
NAMED = ["arn:aws:s3:::claims", "arn:aws:s3:::claims/*"]


def endpoint(document: Any, kind: str = "Gateway") -> dict[str, Any]:
    return resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": kind, "PolicyDocument": document})


@pytest.mark.parametrize(
    ("conditions", "named", "verdict"),
    [
        (CALLERS | OWNERS, "*", TRUE),
        (CALLERS, NAMED, TRUE),
        (CALLERS, "*", FALSE),
        (OWNERS, "*", FALSE),
        (OWNERS, NAMED, FALSE),
        (CALLERS, [*NAMED, "arn:aws:s3:::*"], FALSE),
        ({"aws:PrincipalOrgID": "o-1234567890", "aws:ResourceOrgID": "o-1234567890"}, "*", TRUE),
        ({"aws:PrincipalAccount": ANYTHING}, NAMED, UNKNOWN),
    ],
)
def test_both_ends_are_named(conditions: dict[str, Any], named: Any, verdict: Truth) -> None:
    document = allow(**{**OPEN, "Resource": named}, Condition={"StringEquals": conditions})
    assert judge(CONTROL, endpoint(document)) is verdict


def test_of_neither_another_control_tells() -> None:
    assert judge(CONTROL, endpoint(allow(**OPEN))) is TRUE


def test_a_principal_is_a_caller() -> None:
    role = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"}
    assert judge(CONTROL, endpoint(allow(**{**OPEN, "Principal": role, "Resource": NAMED}))) is TRUE


def test_strangers_may_be_denied_for_all() -> None:
    document = allow(**{**OPEN, "Resource": NAMED})
    everything = {"Principal": "*", "Action": "*", "Resource": "*"}
    document["Statement"] += deny(**everything, Condition={"StringNotEquals": CALLERS})["Statement"]
    assert judge(CONTROL, endpoint(document)) is TRUE


def test_buckets_of_aws_are_open_to_all() -> None:
    answers = "arn:aws:s3:::cloudformation-custom-resource-response-eucentral1/*"
    assert judge(CONTROL, endpoint(allow(**{**OPEN, "Resource": answers}))) is TRUE
    assert judge(CONTROL, endpoint(allow(**{**OPEN, "Resource": [answers, *NAMED]}))) is FALSE


def test_services_of_aws_may_pass() -> None:
    assert judge(CONTROL, endpoint(allow(**OPEN, Condition={"Bool": {"aws:PrincipalIsAWSService": "true"}}))) is TRUE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, endpoint(ANYTHING)) is UNKNOWN


def test_what_has_no_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Gateway"})) is NOT_APPLICABLE
    assert judge(CONTROL, endpoint(allow(**OPEN), kind="GatewayLoadBalancer")) is NOT_APPLICABLE
