"""From where statements are run."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.rds_statements_through_endpoint import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource, role_with

FUNCTION = resource("AWS::Lambda::Function", {"Role": {"Fn::GetAtt": ["Role", "Arn"]}})
ELSEWHERE = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
CLUSTER = "arn:aws:rds:eu-central-1:123456789012:cluster:vectors"
ACTIONS = ["rds-data:BatchExecuteStatement", "rds-data:ExecuteStatement"]


def role(action: Any = ACTIONS, **changes: Any) -> dict[str, Any]:
    said = {"Action": ACTIONS, "Resource": "*", "Condition": ELSEWHERE, **changes}
    both = [*allow(Action=action, Resource=CLUSTER)["Statement"], *deny(**said)["Statement"]]
    return role_with({"Statement": both})


def test_a_role_that_is_denied_every_other_way_passes() -> None:
    assert judge(CONTROL, FUNCTION, Role=role()) is TRUE
    spared = {**ELSEWHERE, "BoolIfExists": {"aws:ViaAWSService": "false"}}
    assert judge(CONTROL, FUNCTION, Role=role(Condition=spared)) is TRUE


@pytest.mark.parametrize(
    "changes",
    [
        {"Action": ACTIONS[:1]},
        {"Resource": CLUSTER},
        {"Condition": {"StringNotEquals": {"aws:SourceVpce": "*"}}},
        {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ],
    ids=str,
)
def test_a_way_that_is_left_open_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, FUNCTION, Role=role(**changes)) is FALSE


def test_a_role_that_is_denied_nothing_fails() -> None:
    assert judge(CONTROL, FUNCTION, Role=role_with(allow(Action="rds-data:*", Resource=CLUSTER))) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, FUNCTION, Role=role(Condition=ANYTHING)) is UNKNOWN


def test_a_role_without_statements_is_not_spoken_of() -> None:
    assert judge(CONTROL, FUNCTION, Role=role("rds:DescribeDBClusters")) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::IAM::Role"), Role=role()) is NOT_APPLICABLE
