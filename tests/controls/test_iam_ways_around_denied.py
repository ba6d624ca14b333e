"""What a caller of a guarded model is refused, whatever else is attached to its role."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_ways_around_denied import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource, role_with

KEY = "bedrock:GuardrailIdentifier"
GUARDRAIL = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc:1"
INVOKE = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
WAYS = [
    "bedrock:AgenticRetrieveStream",
    "bedrock:CallWithBearerToken",
    "bedrock:CreateModelInvocationJob",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeInlineAgent",
    "bedrock:RetrieveAndGenerate",
    "bedrock:StartFlowExecution",
]
GUARDED = allow(Action=INVOKE, Resource="*", Condition={"StringEquals": {KEY: GUARDRAIL}})["Statement"]
AROUND = deny(Action=WAYS, Resource="*")["Statement"]


def unguarded(**changes: Any) -> list[dict[str, Any]]:
    said = {"Action": INVOKE, "Resource": "*", "Condition": {"StringNotEquals": {KEY: GUARDRAIL}}, **changes}
    return list(deny(**said)["Statement"])


def policy(*statements: dict[str, Any], kind: str = "AWS::IAM::Policy") -> dict[str, Any]:
    return resource(kind, {"PolicyDocument": {"Statement": list(statements)}})


def test_denials_of_every_way_pass() -> None:
    assert judge(CONTROL, policy(*GUARDED, *unguarded(), *AROUND)) is TRUE


def test_denials_one_by_one_and_by_wildcard_pass() -> None:
    each = [one for way in WAYS for one in deny(Action=way, Resource="*")["Statement"]]
    assert judge(CONTROL, policy(*GUARDED, *unguarded(Action="bedrock:InvokeModel*"), *each)) is TRUE


def test_no_denial_fails() -> None:
    assert judge(CONTROL, policy(*GUARDED)) is FALSE
    assert judge(CONTROL, policy(*GUARDED, *unguarded())) is FALSE
    assert judge(CONTROL, policy(*GUARDED, *AROUND)) is FALSE


@pytest.mark.parametrize("way", WAYS)
def test_one_way_left_open_fails(way: str) -> None:
    others = deny(Action=[one for one in WAYS if one != way], Resource="*")["Statement"]
    assert judge(CONTROL, policy(*GUARDED, *unguarded(), *others)) is FALSE


def test_a_denial_under_a_condition_is_a_way() -> None:
    sometimes = deny(Action=WAYS, Resource="*", Condition={"Bool": {"aws:SecureTransport": "false"}})["Statement"]
    assert judge(CONTROL, policy(*GUARDED, *unguarded(), *sometimes)) is FALSE


def test_a_denial_on_one_resource_is_a_way() -> None:
    here = deny(Action=WAYS, Resource=GUARDRAIL)["Statement"]
    assert judge(CONTROL, policy(*GUARDED, *unguarded(), *here)) is FALSE
    assert judge(CONTROL, policy(*GUARDED, *unguarded(Resource=GUARDRAIL), *AROUND)) is FALSE


def test_streams_that_are_not_denied_fail() -> None:
    assert judge(CONTROL, policy(*GUARDED, *unguarded(Action=INVOKE[0]), *AROUND)) is FALSE


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEqualsIfExists": {KEY: GUARDRAIL}},
        {"StringNotLike": {KEY: "*"}},
        {"StringNotEquals": {KEY: "*"}},
        {"StringNotEquals": {KEY: GUARDRAIL, "aws:PrincipalTag/team": "claims"}},
        {"StringNotEquals": {KEY: GUARDRAIL}, "Bool": {"aws:MultiFactorAuthPresent": "false"}},
        {"StringEquals": {KEY: GUARDRAIL}},
    ],
)
def test_a_condition_that_spares_calls_fails(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, policy(*GUARDED, *unguarded(Condition=condition), *AROUND)) is FALSE


def test_denials_in_a_role_itself_count() -> None:
    document = {"Statement": [*GUARDED, *unguarded(), *AROUND]}
    role = role_with(document)
    assert judge(CONTROL, role) is TRUE


def test_a_denial_of_what_only_deployment_knows_is_unknown() -> None:
    assert judge(CONTROL, policy(*GUARDED, *unguarded(), *deny(Action=ANYTHING, Resource="*")["Statement"])) is UNKNOWN


def test_a_model_without_a_guardrail_is_another_control() -> None:
    assert judge(CONTROL, policy(*allow(Action=INVOKE, Resource="*")["Statement"])) is NOT_APPLICABLE
