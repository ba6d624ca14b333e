"""Whether a role may bind the company."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_agreements_not_signed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource


def policy(document: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": document})


def test_whoever_reads_reports_passes() -> None:
    assert judge(CONTROL, policy(allow(Action=["artifact:GetReport", "artifact:ListReports"], Resource="*"))) is TRUE


@pytest.mark.parametrize(
    "action", ["artifact:AcceptAgreement", "artifact:TerminateAgreement", "artifact:acceptnda*", "artifact:*", "*"]
)
def test_whoever_signs_fails(action: str) -> None:
    assert judge(CONTROL, policy(allow(Action=["artifact:GetReport", action], Resource="*"))) is FALSE


def test_whoever_may_do_everything_but_something_else_signs() -> None:
    assert judge(CONTROL, policy(allow(NotAction="iam:*", Resource="*"))) is FALSE


def test_whoever_may_do_everything_in_artifact_but_sign_passes() -> None:
    never = ["artifact:AcceptAgreement", "artifact:AcceptNdaForAgreement", "artifact:TerminateAgreement"]
    wide = allow(Action="artifact:*", Resource="*")["Statement"]

    def with_denial(**changes: Any) -> Any:
        denial = deny(**{"Action": never, "Resource": "*", **changes})["Statement"]
        return judge(CONTROL, policy({"Statement": [*wide, *denial]}))

    assert with_denial() is TRUE
    assert with_denial(Action=never[:2]) is FALSE
    assert with_denial(Resource="arn:aws:artifact:::agreement/*") is FALSE
    assert with_denial(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}) is FALSE


def test_a_policy_of_aws_that_signs_fails() -> None:
    arns = ["arn:aws:iam::aws:policy/AWSArtifactAgreementsFullAccess"]
    assert judge(CONTROL, resource("AWS::IAM::Role", {"ManagedPolicyArns": arns})) is FALSE
    reading = ["arn:aws:iam::aws:policy/AWSArtifactReportsReadOnlyAccess"]
    assert judge(CONTROL, resource("AWS::IAM::Role", {"ManagedPolicyArns": reading})) is NOT_APPLICABLE


def test_whoever_lists_reports_reads_none() -> None:
    assert judge(CONTROL, policy(allow(Action="artifact:ListReports", Resource="*"))) is NOT_APPLICABLE


def test_a_denial_is_no_way_in() -> None:
    assert judge(CONTROL, policy(deny(Action="artifact:AcceptAgreement", Resource="*"))) is NOT_APPLICABLE


def test_what_does_not_touch_artifact_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(allow(Action="s3:GetObject", Resource="*"))) is NOT_APPLICABLE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, policy(allow(Action=ANYTHING, Resource="*"))) is UNKNOWN
    assert judge(CONTROL, policy(allow(Action=["artifact:GetReport", ANYTHING], Resource="*"))) is UNKNOWN
