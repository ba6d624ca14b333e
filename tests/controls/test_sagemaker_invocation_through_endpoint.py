"""From where a model is asked."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_invocation_through_endpoint import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

ENDPOINT = "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/fraud"
ASKS = allow(Action="sagemaker:InvokeEndpoint", Resource=ENDPOINT)["Statement"]
ELSEWHERE = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": {"Statement": list(statements)}})


def denied(**changes: Any) -> list[dict[str, Any]]:
    said = {"Action": "sagemaker:InvokeEndpoint*", "Resource": ENDPOINT, "Condition": ELSEWHERE, **changes}
    return list(deny(**said)["Statement"])


def test_whoever_is_denied_every_other_way_passes() -> None:
    assert judge(CONTROL, policy(*ASKS, *denied())) is TRUE
    assert judge(CONTROL, policy(*ASKS, *denied(Resource="*"))) is TRUE


@pytest.mark.parametrize(
    "changes",
    [
        {"Action": ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]},
        {"Condition": {"StringNotEquals": {"aws:SourceVpce": "*"}}},
        {"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}},
        {"Condition": {**ELSEWHERE, "Bool": {"aws:MultiFactorAuthPresent": "false"}}},
    ],
    ids=str,
)
def test_a_way_that_is_left_open_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, policy(*ASKS, *denied(**changes))) is FALSE


@pytest.mark.parametrize("action", ["sagemaker:InvokeEndpoint*", "sagemaker:InvokeEndpointAsync", "sagemaker:*"])
def test_whoever_may_ask_and_is_denied_nothing_fails(action: str) -> None:
    assert judge(CONTROL, policy(*allow(Action=action, Resource="*")["Statement"])) is FALSE


def test_a_denial_on_another_endpoint_is_none_on_this_one() -> None:
    assert judge(CONTROL, policy(*ASKS, *denied(Resource=f"{ENDPOINT}-2"))) is FALSE
    assert (
        judge(CONTROL, policy(*ASKS, *denied(Resource="arn:aws:sagemaker:eu-central-1:123456789012:endpoint/*")))
        is TRUE
    )
    for foreign in (
        "arn:aws:sagemaker:us-east-1:123456789012:endpoint/*",
        "arn:aws:sagemaker:eu-central-1:2:endpoint/*",
    ):
        assert judge(CONTROL, policy(*ASKS, *denied(Resource=foreign))) is FALSE
    spared = deny(Action="sagemaker:InvokeEndpoint*", NotResource=ENDPOINT, Condition=ELSEWHERE)["Statement"]
    assert judge(CONTROL, policy(*ASKS, *spared)) is FALSE
    every = allow(Action="sagemaker:InvokeEndpoint", Resource=[ENDPOINT, f"{ENDPOINT}-2"])["Statement"]
    assert judge(CONTROL, policy(*every, *denied())) is FALSE
    assert judge(CONTROL, policy(*every, *denied(), *denied(Resource=f"{ENDPOINT}-2"))) is TRUE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, policy(*ASKS, *denied(Condition=ANYTHING))) is UNKNOWN
    assert judge(CONTROL, policy(*allow(Action=ANYTHING, Resource="*")["Statement"])) is UNKNOWN


def test_whoever_asks_no_model_is_not_spoken_of() -> None:
    looks = allow(Action="sagemaker:DescribeEndpoint", Resource="*")["Statement"]
    assert judge(CONTROL, policy(*looks)) is NOT_APPLICABLE
