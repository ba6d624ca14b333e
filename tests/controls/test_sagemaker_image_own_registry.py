"""Whose images a model runs."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_image_own_registry import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource

ACCOUNT = "123456789012"
DIGEST = f"@sha256:{'0' * 64}"
HERE = f"dkr.ecr.eu-central-1.amazonaws.com/fraud{DIGEST}"


def model(image: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {"PrimaryContainer": {"Image": image}})


@pytest.mark.parametrize("image", [f"{ACCOUNT}.{HERE}", {"Fn::Sub": "${AWS::AccountId}." + HERE}])
def test_an_image_of_the_account_passes(image: Any) -> None:
    assert judge_in("eu-central-1", CONTROL, model(image)) is TRUE
    if isinstance(image, dict):
        assert judge(CONTROL, model(image)) is TRUE, "wherever it is deployed"


def test_a_repository_of_the_app_passes() -> None:
    uri = {"Fn::Join": ["", [{"Fn::GetAtt": ["Images", "RepositoryUri"]}, DIGEST]]}
    assert judge(CONTROL, model(uri), Images=resource("AWS::ECR::Repository")) is TRUE


def test_an_image_of_somebody_else_is_his_though_the_app_has_a_repository_of_that_name() -> None:
    images = resource("AWS::ECR::Repository", {"RepositoryName": "fraud"})
    assert judge_in("eu-central-1", CONTROL, model(f"999999999999.{HERE}"), Images=images) is FALSE


@pytest.mark.parametrize("image", [f"999999999999.{HERE}", "docker.io/library/python"])
def test_an_image_of_somebody_else_fails(image: str) -> None:
    assert judge_in("eu-central-1", CONTROL, model(image)) is FALSE


def test_one_container_of_somebody_else_fails() -> None:
    containers = {"Containers": [{"Image": f"{ACCOUNT}.{HERE}"}, {"Image": f"999999999999.{HERE}"}]}
    assert judge_in("eu-central-1", CONTROL, resource("AWS::SageMaker::Model", containers)) is FALSE


def test_of_a_template_that_may_be_deployed_anywhere_only_deployment_knows() -> None:
    assert judge(CONTROL, model(f"{ACCOUNT}.{HERE}")) is UNKNOWN
    assert judge_in("eu-central-1", CONTROL, model(ANYTHING)) is UNKNOWN


def test_a_model_of_a_registered_version_is_not_spoken_of() -> None:
    package = {"PrimaryContainer": {"ModelPackageName": "arn:aws:sagemaker:eu-central-1:1:model-package/a/1"}}
    assert judge(CONTROL, resource("AWS::SageMaker::Model", package)) is NOT_APPLICABLE
