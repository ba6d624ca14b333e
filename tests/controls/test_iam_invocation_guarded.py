"""Whether a model can be asked without the guardrail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.iam_invocation_guarded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth

GUARDED = {"StringEquals": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc:1"}}
MODEL = "arn:aws:bedrock:eu-central-1::foundation-model/some-model"


def role(
    service: str = "lambda.amazonaws.com", action: Any = "bedrock:InvokeModel", **condition: Any
) -> dict[str, Any]:
    trust = allow(Principal={"Service": service}, Action="sts:AssumeRole")
    document = allow(Action=action, Resource=MODEL, **condition)
    policies = [{"PolicyName": "Invoke", "PolicyDocument": document}]
    return resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust, "Policies": policies})


def test_a_permission_with_the_guardrail_passes() -> None:
    assert judge(CONTROL, role(Condition=GUARDED)) is TRUE


def guarded_by(guardrail: Any) -> dict[str, Any]:
    return role(Condition={"StringEquals": {"bedrock:GuardrailIdentifier": guardrail}})


def test_the_draft_is_no_version() -> None:
    arn = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc"
    for draft in (arn, f"{arn}:DRAFT", [f"{arn}:1", arn]):
        assert judge(CONTROL, guarded_by(draft)) is FALSE


@pytest.mark.parametrize(
    ("pattern", "verdict"),
    [
        ("*:1", FALSE),
        ("arn:aws:bedrock:*:guardrail/*:1", FALSE),
        ("arn:aws:bedrock:eu-central-1:*:guardrail/abc:1", FALSE),
        ("arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc*", FALSE),
        ("arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc:*", TRUE),
        ("arn:aws:bedrock:*:123456789012:guardrail/*:*", TRUE),
    ],
)
def test_a_pattern_names_the_account_and_a_number(pattern: str, verdict: Truth) -> None:
    assert judge(CONTROL, role(Condition={"StringLike": {"bedrock:GuardrailIdentifier": pattern}})) is verdict


def test_a_version_of_the_assembly_passes() -> None:
    number = {"Fn::GetAtt": ["Version", "Version"]}
    named = {"Fn::Join": [":", ["arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc", number]]}
    version = resource("AWS::Bedrock::GuardrailVersion", {"GuardrailIdentifier": "abc"})
    assert judge(CONTROL, guarded_by(named), Version=version) is TRUE


def test_a_permission_without_the_guardrail_fails() -> None:
    assert judge(CONTROL, role()) is FALSE


def test_streaming_without_the_guardrail_fails() -> None:
    assert judge(CONTROL, role(action=["bedrock:InvokeModelWithResponseStream"])) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, role(Condition=ANYTHING)) is UNKNOWN


def test_a_role_for_bedrock_itself_is_not_spoken_of() -> None:
    assert judge(CONTROL, role(service="bedrock.amazonaws.com")) is NOT_APPLICABLE


def test_a_role_that_invokes_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, role(action="bedrock:Retrieve")) is NOT_APPLICABLE


def test_a_deny_of_every_other_guardrail_is_as_good() -> None:
    other = {"StringNotEquals": GUARDED["StringEquals"]}
    found = role()
    policies = found["Properties"]["Policies"]
    for refused, verdict in ((MODEL, FALSE), ("*", TRUE)):
        document = deny(Action="bedrock:InvokeModel*", Resource=refused, Condition=other)
        found["Properties"]["Policies"] = [*policies, {"PolicyName": "Deny", "PolicyDocument": document}]
        assert judge(CONTROL, found) is verdict


@pytest.mark.parametrize(
    ("guardrail", "verdict"),
    [
        ("arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc", FALSE),
        ("arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc:1", TRUE),
    ],
)
def test_a_deny_of_all_but_the_draft_lets_the_draft_pass(guardrail: str, verdict: Truth) -> None:
    other = {"StringNotEquals": {"bedrock:GuardrailIdentifier": guardrail}}
    found = role()
    document = deny(Action="bedrock:InvokeModel*", Resource="*", Condition=other)
    found["Properties"]["Policies"].append({"PolicyName": "Deny", "PolicyDocument": document})
    assert judge(CONTROL, found) is verdict
