"""Who can borrow a role through a service."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_service_trust_sourced import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

SOURCE = {
    "StringEquals": {"aws:SourceAccount": "123456789012"},
    "ArnLike": {"aws:SourceArn": "arn:aws:bedrock:eu-central-1:123456789012:knowledge-base/*"},
}


def role(service: Any = "bedrock.amazonaws.com", **condition: Any) -> dict[str, Any]:
    trust = {"Principal": {"Service": service}, "Action": "sts:AssumeRole", **condition}
    return resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": allow(**trust)})


def test_a_trust_with_source_account_and_arn_passes() -> None:
    assert judge(CONTROL, role(Condition=SOURCE)) is TRUE


def test_a_trust_without_a_condition_fails() -> None:
    assert judge(CONTROL, role()) is FALSE


def test_a_trust_with_the_account_alone_fails() -> None:
    assert judge(CONTROL, role(Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}})) is FALSE


def test_condition_keys_match_without_regard_to_case() -> None:
    assert judge(CONTROL, role(Condition={"StringEquals": {"AWS:sourceAccount": "1", "aws:sourcearn": "a"}})) is TRUE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, role(Condition=ANYTHING)) is UNKNOWN


def test_a_role_for_lambda_is_not_spoken_of() -> None:
    assert judge(CONTROL, role(service="lambda.amazonaws.com")) is NOT_APPLICABLE
