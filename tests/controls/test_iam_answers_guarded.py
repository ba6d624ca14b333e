"""Whether answers come past the guardrail."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_answers_guarded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

BASE = "arn:aws:bedrock:eu-central-1:123456789012:knowledge-base/ABC"


def policy(*actions: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=list(actions), Resource=BASE)})


def test_who_retrieves_and_no_more_passes() -> None:
    assert judge(CONTROL, policy("bedrock:Retrieve")) is TRUE


def test_who_has_it_answer_fails() -> None:
    for action in ("bedrock:RetrieveAndGenerate", "bedrock:retrieveandgenerate", "bedrock:Retrieve*", "bedrock:*"):
        assert judge(CONTROL, policy("bedrock:Retrieve", action)) is FALSE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy("bedrock:Retrieve", ANYTHING)) is UNKNOWN


def test_who_retrieves_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy("bedrock:InvokeModel")) is NOT_APPLICABLE
    refused = resource("AWS::IAM::Policy", {"PolicyDocument": deny(Action="bedrock:RetrieveAndGenerate", Resource="*")})
    assert judge(CONTROL, refused) is NOT_APPLICABLE
