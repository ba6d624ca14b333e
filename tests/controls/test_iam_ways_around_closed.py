"""Whether there is a policy to give to whoever has wide rights."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_ways_around_closed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource, role_with

BASE = resource("AWS::Bedrock::KnowledgeBase")
KEYS = ["bedrock-mantle:CallWithBearerToken", "bedrock:CallWithBearerToken"]
BOTH = [*KEYS, "bedrock-mantle:CreateInference"]


OF_BEDROCK = {"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com"}}
NO_KEYS = deny(Action="iam:CreateServiceSpecificCredential", Resource="*", Condition=OF_BEDROCK)["Statement"]


def policy(
    action: Any = BOTH, kind: str = "AWS::IAM::ManagedPolicy", *, keys: bool = True, **statement: Any
) -> dict[str, Any]:
    ways = deny(**{"Action": action, "Resource": "*", **statement})
    document = {**ways, "Statement": [*ways["Statement"], *(NO_KEYS if keys else [])]}
    own = {"PolicyDocument": document, "Roles": ["administrator"]}
    organization_s = {"Content": document, "Type": "SERVICE_CONTROL_POLICY", "TargetIds": ["r-1"]}
    return resource(kind, own if kind == "AWS::IAM::ManagedPolicy" else organization_s)


@pytest.mark.parametrize("kind", ["AWS::IAM::ManagedPolicy", "AWS::Organizations::Policy"])
@pytest.mark.parametrize("action", [BOTH, ["bedrock-mantle:*", "bedrock:CallWithBearerToken"]])
def test_a_policy_of_denies_passes(kind: str, action: list[str]) -> None:
    assert judge(CONTROL, BASE, Policy=policy(action, kind)) is TRUE
    assert judge(CONTROL, BASE, Policy=policy(action, kind, Resource=["*"])) is TRUE


@pytest.mark.parametrize("who", ["AWS::IAM::Role", "AWS::IAM::Group", "AWS::IAM::User"])
def test_a_policy_that_nobody_has_denies_nothing(who: str) -> None:
    alone = policy()
    del alone["Properties"]["Roles"]
    assert judge(CONTROL, BASE, Policy=alone) is FALSE
    assert judge(CONTROL, BASE, Policy=alone, Who=resource(who, {"ManagedPolicyArns": [{"Ref": "Policy"}]})) is TRUE


@pytest.mark.parametrize("change", [{"TargetIds": []}, {"Type": "TAG_POLICY"}])
def test_a_policy_of_the_organization_that_bounds_nobody_denies_nothing(change: dict[str, Any]) -> None:
    idle = policy(kind="AWS::Organizations::Policy")
    idle["Properties"].update(change)
    assert judge(CONTROL, BASE, Policy=idle) is FALSE


@pytest.mark.parametrize(
    "instead",
    [
        policy(KEYS),
        policy(BOTH[1:]),
        policy(keys=False),
        policy(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": allow(Action=BOTH, Resource="*")}),
    ],
    ids=str,
)
def test_less_fails(instead: dict[str, Any]) -> None:
    assert judge(CONTROL, BASE, Policy=instead) is FALSE


def test_nothing_fails_also_for_a_role_that_asks_models() -> None:
    assert judge(CONTROL, BASE) is FALSE
    asks = allow(Action="bedrock:InvokeModel", Resource="*")
    role = role_with(asks)
    assert judge(CONTROL, role) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, BASE, Policy=policy(ANYTHING)) is UNKNOWN


def test_a_role_that_asks_no_model_by_name_is_not_spoken_of() -> None:
    wide = allow(Action="*", Resource="*")
    role = role_with(wide)
    assert judge(CONTROL, role) is NOT_APPLICABLE
