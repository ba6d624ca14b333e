"""Whether somebody asked who approved a model."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_model_approved import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

VERSION = "arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3"
CONTAINER = {
    "Image": "image@sha256:1",
    "ModelDataUrl": {"Fn::Join": ["", ["s3://", {"Ref": "Bucket"}, "/model.tar.gz"]]},
}
ASKED = {
    "ServiceToken": {"Fn::GetAtt": ["Asker", "Arn"]},
    "ModelPackage": VERSION,
    "Image": CONTAINER["Image"],
    "Weights": CONTAINER["ModelDataUrl"],
}


def asker(action: Any = "sagemaker:DescribeModelPackage", of: str = VERSION) -> dict[str, Any]:
    return role_with(allow(Action=action, Resource=of))


AROUND = {
    "Bucket": resource("AWS::S3::Bucket"),
    "Asker": resource("AWS::Lambda::Function", {"Role": {"Fn::GetAtt": ["AskerRole", "Arn"]}}),
    "AskerRole": asker(),
}


def model(container: Any = None, **attributes: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {"PrimaryContainer": container or CONTAINER}, **attributes)


def gate(**changes: Any) -> dict[str, Any]:
    return resource("Custom::ApprovedModel", {**ASKED, **changes})


def test_a_model_that_waits_for_an_approved_version_of_itself_passes() -> None:
    assert judge(CONTROL, model(DependsOn=["Gate"]), Gate=gate(), **AROUND) is TRUE


@pytest.mark.parametrize(
    "role",
    [
        asker("logs:PutLogEvents"),
        asker(of=VERSION.replace("fraud", "another")),
        asker(["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]),
        asker("sagemaker:*"),
    ],
    ids=["does not look", "looks at another", "changes versions", "may do anything"],
)
def test_a_function_that_does_not_ask_or_approves_itself_fails(role: dict[str, Any]) -> None:
    around = {**AROUND, "AskerRole": role}
    assert judge(CONTROL, model(DependsOn=["Gate"]), Gate=gate(), **around) is FALSE


def test_what_a_function_of_another_app_asks_nobody_can_read() -> None:
    elsewhere = gate(ServiceToken="arn:aws:lambda:eu-central-1:123456789012:function:gate")
    assert judge(CONTROL, model(DependsOn=["Gate"]), Gate=elsewhere, **AROUND) is UNKNOWN


def test_a_model_of_which_nobody_asks_fails() -> None:
    assert judge(CONTROL, model(), **AROUND) is FALSE


def test_a_model_that_does_not_wait_for_the_answer_fails() -> None:
    assert judge(CONTROL, model(), Gate=gate(), **AROUND) is FALSE


@pytest.mark.parametrize("property_name", ["Image", "Weights"])
def test_the_approval_of_something_else_fails(property_name: str) -> None:
    another = gate(**{property_name: "another"})
    assert judge(CONTROL, model(DependsOn="Gate"), Gate=another, **AROUND) is FALSE


VARIABLES = {"MODE": "safe"}


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        ('{"MODE": "safe"}', VARIABLES, TRUE),
        ("{}", VARIABLES, FALSE),
        ('{"MODE": "safe"}', {}, FALSE),
        ('{"MODE": "fast"}', VARIABLES, FALSE),
        ('{"MODE": "safe"}', {**VARIABLES, "EVIL": "1"}, FALSE),
        (ANYTHING, VARIABLES, UNKNOWN),
    ],
)
def test_a_container_has_the_variables_that_were_approved(asked: Any, given: dict[str, str], expected: Any) -> None:
    container = {**CONTAINER, "Environment": given}
    assert judge(CONTROL, model(container, DependsOn="Gate"), Gate=gate(Variables=asked), **AROUND) is expected


def test_an_approval_without_a_version_fails() -> None:
    asked = {key: value for key, value in ASKED.items() if key != "ModelPackage"}
    nothing = resource("Custom::ApprovedModel", asked)
    assert judge(CONTROL, model(DependsOn="Gate"), Gate=nothing, **AROUND) is FALSE


def test_what_is_not_said_is_not_the_same() -> None:
    nothing = resource("Custom::ApprovedModel", {"ServiceToken": "arn", "ModelPackage": VERSION})
    source = {"Image": CONTAINER["Image"], "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://other"}}}
    several = {"Containers": [CONTAINER]}
    assert judge(CONTROL, resource("AWS::SageMaker::Model", several, DependsOn="Gate"), Gate=nothing) is FALSE
    assert judge(CONTROL, model(source, DependsOn="Gate"), Gate=gate(Weights="")) is FALSE


def test_a_second_container_beside_the_approved_one_fails() -> None:
    beside = resource(
        "AWS::SageMaker::Model", {"PrimaryContainer": CONTAINER, "Containers": [CONTAINER]}, DependsOn="Gate"
    )
    assert judge(CONTROL, beside, Gate=gate(), **AROUND) is FALSE


def test_an_approval_that_is_asked_for_sometimes_is_unknown() -> None:
    sometimes = {**gate(), "Condition": "Sometimes"}
    assert judge(CONTROL, model(DependsOn="Gate"), Gate=sometimes, **AROUND) is not TRUE


@pytest.mark.parametrize("version", [VERSION, ANYTHING])
def test_only_the_registry_knows_of_a_version_that_stands_elsewhere(version: Any) -> None:
    assert judge(CONTROL, model({"ModelPackageName": version})) is UNKNOWN


def test_a_version_that_the_template_itself_makes_was_approved_by_nobody() -> None:
    package = resource("AWS::SageMaker::ModelPackage", {"ModelApprovalStatus": "Approved"})
    assert judge(CONTROL, model({"ModelPackageName": {"Ref": "Package"}}), Package=package) is FALSE


def test_models_of_several_containers_are_spoken_of() -> None:
    several = resource("AWS::SageMaker::Model", {"Containers": [CONTAINER, CONTAINER]})
    assert judge(CONTROL, several, **AROUND) is FALSE


def test_a_model_of_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
