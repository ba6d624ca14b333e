"""Whether somebody approves his own work."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.iam_approval_apart import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with


def role(*actions: Any) -> dict[str, Any]:
    return role_with(allow(Action=list(actions), Resource="*"))


def test_an_approver_of_nothing_else_passes() -> None:
    assert judge(CONTROL, role("sagemaker:UpdateModelCard", "sagemaker:DescribeModel")) is TRUE


def test_a_builder_who_approves_fails() -> None:
    for builds in ("sagemaker:CreateModel", "sagemaker:CreateTrainingJob", "sagemaker:UpdateEndpoint", "sagemaker:*"):
        assert judge(CONTROL, role("sagemaker:UpdateModelCard", builds)) is FALSE


def test_what_is_denied_or_out_of_bounds_is_not_allowed() -> None:
    approves, builds = "sagemaker:UpdateModelCard", "sagemaker:CreateModel"
    denial = {"Effect": "Deny", "Action": "sagemaker:Create*", "Resource": "*"}
    both = {"Effect": "Allow", "Action": [approves, builds], "Resource": "*"}
    assert judge(CONTROL, role_with({"Statement": [both, denial]})) is TRUE
    narrow = {**denial, "Condition": {"Null": {"sagemaker:VpcSubnets": "true"}}}
    assert judge(CONTROL, role_with({"Statement": [both, narrow]})) is FALSE

    bounded = role(approves, builds)
    bounded["Properties"]["PermissionsBoundary"] = {"Ref": "Boundary"}
    for allowed, expected in ((approves, TRUE), ("sagemaker:*", FALSE), (builds, NOT_APPLICABLE)):
        document = {"PolicyDocument": allow(Action=allowed, Resource="*")}
        assert judge(CONTROL, bounded, Boundary=resource("AWS::IAM::ManagedPolicy", document)) is expected


def test_a_policy_of_aws_counts() -> None:
    approver = role("sagemaker:UpdateModelCard")
    approver["Properties"]["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"]
    assert judge(CONTROL, approver) is FALSE


def test_a_policy_beside_the_role_counts() -> None:
    said = {"PolicyDocument": allow(Action="sagemaker:CreateEndpoint", Resource="*"), "Roles": [{"Ref": "Subject"}]}
    beside = resource("AWS::IAM::Policy", said)
    assert judge(CONTROL, role("sagemaker:UpdateModelCard"), Policy=beside) is FALSE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, role("sagemaker:UpdateModelCard", ANYTHING)) is UNKNOWN


def test_who_approves_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, role("sagemaker:CreateModel")) is NOT_APPLICABLE
