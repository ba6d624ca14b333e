"""Whether it can be told whose question it was."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_model_attributed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, judge_in, resource

PROFILE = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc"
MODEL = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0"
THROUGH = {"StringEquals": {"bedrock:InferenceProfileArn": PROFILE}}


def policy(**statement: Any) -> dict[str, Any]:
    document = allow(**{"Action": "bedrock:InvokeModel", "Resource": MODEL, **statement})
    return resource("AWS::IAM::Policy", {"PolicyDocument": document})


@pytest.mark.parametrize(
    "statement",
    [
        {"Condition": THROUGH},
        {"Resource": PROFILE},
        {"Resource": {"Fn::GetAtt": ["Profile", "InferenceProfileArn"]}},
        {"Resource": "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abc"},
        {"Action": "bedrock:ApplyGuardrail"},
    ],
    ids=str,
)
def test_a_model_behind_a_profile_passes(statement: dict[str, Any]) -> None:
    profile = resource("AWS::Bedrock::ApplicationInferenceProfile")
    assert judge(CONTROL, policy(**statement), Profile=profile) in (TRUE, NOT_APPLICABLE)


@pytest.mark.parametrize(
    "statement",
    [
        {},
        {"Resource": [PROFILE, MODEL]},
        {"Action": "bedrock:Invoke*"},
        {"Condition": {"StringNotEquals": {"bedrock:InferenceProfileArn": PROFILE}}},
        {"Condition": {"StringEquals": {"bedrock:GuardrailIdentifier": "a"}}},
    ],
    ids=str,
)
def test_a_model_that_is_asked_by_anybody_s_name_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, policy(**statement)) is FALSE


def test_where_there_are_no_profiles_nobody_has_one() -> None:
    assert judge_in("af-south-1", CONTROL, policy()) is NOT_APPLICABLE
    assert judge_in("eu-central-1", CONTROL, policy()) is FALSE


def test_what_bedrock_itself_does_is_not_spoken_of() -> None:
    trust = allow(Principal={"Service": "bedrock.amazonaws.com"}, Action="sts:AssumeRole")
    document = allow(Action="bedrock:InvokeModel", Resource=MODEL)
    role = {"AssumeRolePolicyDocument": trust, "Policies": [{"PolicyName": "a", "PolicyDocument": document}]}
    assert judge(CONTROL, resource("AWS::IAM::Role", role)) is NOT_APPLICABLE


def test_a_model_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(Resource=ANYTHING)) is UNKNOWN
