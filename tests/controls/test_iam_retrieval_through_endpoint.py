"""From where stolen credentials of a caller work."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_retrieval_through_endpoint import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

ELSEWHERE = {"StringNotEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}
ACTIONS = ["bedrock:Retrieve", "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
ALLOWED = allow(Action=ACTIONS, Resource="*")["Statement"]


def denied(condition: Any = ELSEWHERE, **statement: Any) -> list[dict[str, Any]]:
    said = {"Action": ACTIONS, "Resource": "*", "Condition": condition, **statement}
    return list(deny(**said)["Statement"])


def policy(*statements: dict[str, Any], kind: str = "AWS::IAM::Policy") -> dict[str, Any]:
    return resource(kind, {"PolicyDocument": {"Statement": list(statements)}})


def test_a_denial_from_elsewhere_passes() -> None:
    assert judge(CONTROL, policy(*ALLOWED, *denied())) is TRUE
    assert judge(CONTROL, policy(*ALLOWED, *denied({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}))) is TRUE


def test_services_of_aws_may_be_spared() -> None:
    spared = {**ELSEWHERE, "BoolIfExists": {"aws:ViaAWSService": "false"}}
    assert judge(CONTROL, policy(*ALLOWED, *denied(spared))) is TRUE


def test_denials_in_several_statements_pass() -> None:
    each = [one for action in ACTIONS for one in denied(Action=action)]
    assert judge(CONTROL, policy(*ALLOWED, *each)) is TRUE


def test_a_denial_of_everything_but_something_else_passes() -> None:
    rest = denied(NotAction="kms:*", Action={"Ref": "AWS::NoValue"})
    assert judge(CONTROL, policy(*ALLOWED, *rest)) is TRUE


def test_what_another_policy_may_allow_must_be_denied_here() -> None:
    retrieve = allow(Action="bedrock:Retrieve", Resource="*")["Statement"]
    assert judge(CONTROL, policy(*retrieve, *denied())) is TRUE
    assert judge(CONTROL, policy(*retrieve, *denied(Action="bedrock:Retrieve"))) is FALSE


def test_no_denial_fails() -> None:
    assert judge(CONTROL, policy(*ALLOWED)) is FALSE


def test_streams_that_are_not_denied_fail() -> None:
    assert judge(CONTROL, policy(*ALLOWED, *denied(Action=ACTIONS[:2]))) is FALSE


def test_an_allowed_condition_is_no_denial() -> None:
    from_here = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
    assert judge(CONTROL, policy(*allow(Action=ACTIONS, Resource="*", Condition=from_here)["Statement"])) is FALSE


def test_a_denial_on_one_resource_fails() -> None:
    one = "arn:aws:bedrock:eu-central-1:123456789012:knowledge-base/ABC"
    assert judge(CONTROL, policy(*ALLOWED, *denied(Resource=one))) is FALSE
    rest = denied(NotResource=one, Resource={"Ref": "AWS::NoValue"})
    assert judge(CONTROL, policy(*ALLOWED, *rest)) is FALSE


def test_any_endpoint_fails() -> None:
    for endpoints in ("*", ["vpce-1", "vpce-*"], ""):
        assert judge(CONTROL, policy(*ALLOWED, *denied({"StringNotLike": {"aws:SourceVpce": endpoints}}))) is FALSE


def test_another_condition_beside_it_spares_too_much() -> None:
    for beside in (
        {"StringEquals": {"aws:PrincipalTag/team": "claims"}},
        {"Bool": {"aws:ViaAWSService": "true"}},
        {"Null": {"aws:SourceVpce": "false"}},
    ):
        assert judge(CONTROL, policy(*ALLOWED, *denied({**ELSEWHERE, **beside}))) is FALSE


def test_endpoints_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, policy(*ALLOWED, *denied({"StringNotEquals": {"aws:SourceVpce": ANYTHING}}))) is UNKNOWN


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(*ALLOWED, *denied(ANYTHING))) is UNKNOWN


def test_a_policy_that_retrieves_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(*allow(Action="s3:GetObject", Resource="*")["Statement"])) is NOT_APPLICABLE


def test_a_bucket_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(*ALLOWED, kind="AWS::S3::BucketPolicy")) is NOT_APPLICABLE
