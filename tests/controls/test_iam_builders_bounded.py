"""Whether people who build models can build them anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_builders_bounded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

JOBS = ["sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"]
NOTEBOOK = "sagemaker:CreateNotebookInstance"
TUNING, TRANSFORM = "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateTransformJob"
OTHERS = {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"}}
NEVER = {
    "Vpc": (["sagemaker:CreateModel", TUNING, *JOBS], {"Null": {"sagemaker:VpcSubnets": "true"}}),
    "Isolated": (["sagemaker:CreateModel", *JOBS], {"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}}),
    "Between": ([TUNING, *JOBS], {"BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}}),
    "Volume": ([NOTEBOOK, TRANSFORM, *JOBS], {"Null": {"sagemaker:VolumeKmsKey": "true"}}),
    "Output": ([TRANSFORM, *JOBS], {"Null": {"sagemaker:OutputKmsKey": "true"}}),
    "Internet": (NOTEBOOK, {"StringNotEqualsIfExists": {"sagemaker:DirectInternetAccess": "Disabled"}}),
    "Root": ([NOTEBOOK, "sagemaker:UpdateNotebookInstance"], {"StringEquals": {"sagemaker:RootAccess": "Enabled"}}),
    "Domain": ("sagemaker:CreateDomain", {"StringNotEqualsIfExists": {"sagemaker:AppNetworkAccessType": "VpcOnly"}}),
    "Approval": (
        "sagemaker:CreateModelPackage",
        {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}, **OTHERS},
    ),
    "Cards": ("sagemaker:UpdateModelCard", OTHERS),
    "Versions": ("sagemaker:UpdateModelPackage", OTHERS),
}
PEOPLE = {"Federated": "arn:aws:iam::123456789012:saml-provider/company"}


def role(principal: Any = PEOPLE, action: Any = "sagemaker:CreateTrainingJob", boundary: Any = None) -> dict[str, Any]:
    document = allow(Action=action, Resource="*")
    properties = {
        "AssumeRolePolicyDocument": allow(Principal=principal, Action="sts:AssumeRoleWithSAML"),
        "Policies": [{"PolicyName": "Work", "PolicyDocument": document}],
        "PermissionsBoundary": {"Ref": "Boundary"} if boundary is None else boundary,
    }
    return resource("AWS::IAM::Role", properties)


def boundary(without: str = "", **changes: Any) -> dict[str, Any]:
    allowed = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    denied = [
        {"Effect": "Deny", "Action": actions, "Resource": "*", "Condition": condition, **changes}
        for name, (actions, condition) in NEVER.items()
        if name != without
    ]
    return resource(
        "AWS::IAM::ManagedPolicy", {"PolicyDocument": {"Version": "2012-10-17", "Statement": [allowed, *denied]}}
    )


def test_a_builder_inside_the_boundary_passes() -> None:
    assert judge(CONTROL, role(), Boundary=boundary()) is TRUE


@pytest.mark.parametrize("missing", NEVER)
def test_a_boundary_that_leaves_one_out_fails(missing: str) -> None:
    assert judge(CONTROL, role(), Boundary=boundary(missing)) is FALSE


@pytest.mark.parametrize("changes", [{"Effect": "Allow"}, {"Resource": "arn:aws:sagemaker:a:1:model/b"}], ids=str)
def test_a_boundary_that_denies_less_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, role(), Boundary=boundary(**changes)) is FALSE


def test_a_builder_without_a_boundary_fails() -> None:
    assert judge(CONTROL, role(boundary={"Ref": "AWS::NoValue"})) is FALSE


def test_a_boundary_may_deny_without_a_condition_and_name_everything_in_a_list() -> None:
    assert judge(CONTROL, role(), Boundary=boundary(Resource=["*"])) is TRUE
    nobody = boundary()
    nobody["Properties"]["PolicyDocument"]["Statement"][-1].pop("Condition")
    assert judge(CONTROL, role(), Boundary=nobody) is TRUE


def test_nobody_is_spared_but_from_what_an_approver_does() -> None:
    spared = boundary()
    for one in spared["Properties"]["PolicyDocument"]["Statement"]:
        if "StringNotEqualsIfExists" in one.get("Condition", {}):
            one["Condition"] = {**one["Condition"], **OTHERS}
    assert judge(CONTROL, role(), Boundary=spared) is FALSE


@pytest.mark.parametrize("name", ["Approval", "Cards", "Versions"])
def test_a_denial_that_spares_everybody_is_none(name: str) -> None:
    void = boundary()
    place = 1 + list(NEVER).index(name)
    condition = void["Properties"]["PolicyDocument"]["Statement"][place]["Condition"]
    everybody = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}
    rest = {key: value for key, value in condition.items() if key != "ArnNotEquals"}
    void["Properties"]["PolicyDocument"]["Statement"][place]["Condition"] = {**rest, **everybody}
    assert judge(CONTROL, role(), Boundary=void) is FALSE


def test_arns_may_be_compared_by_pattern() -> None:
    like = boundary()
    for one in like["Properties"]["PolicyDocument"]["Statement"][-2:]:
        one["Condition"] = {"ArnNotLike": OTHERS["ArnNotEquals"]}
    assert judge(CONTROL, role(), Boundary=like) is TRUE


@pytest.mark.parametrize(
    ("principal", "action"),
    [
        ({"Service": "sagemaker.amazonaws.com"}, "sagemaker:CreateTrainingJob"),
        (PEOPLE, "sagemaker:DescribeModel"),
        (PEOPLE, "sagemaker:UpdateModelPackage"),
    ],
)
def test_services_readers_and_approvers_are_not_spoken_of(principal: Any, action: str) -> None:
    assert judge(CONTROL, role(principal, action)) is NOT_APPLICABLE


def test_whom_the_boundary_lets_build_nothing_is_not_spoken_of() -> None:
    reading = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": allow(Action="s3:GetObject", Resource="*")})
    assert judge(CONTROL, role(), Boundary=reading) is NOT_APPLICABLE


def test_a_boundary_that_nobody_sees_here_is_unknown() -> None:
    assert judge(CONTROL, role(boundary="arn:aws:iam::123456789012:policy/own")) is UNKNOWN
    assert judge(CONTROL, role(boundary=ANYTHING)) is UNKNOWN
