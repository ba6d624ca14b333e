"""Whether a tag can move an endpoint to other code."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_image_pinned import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud"
PINNED = f"{REPOSITORY}@sha256:{'0' * 64}"


def model(image: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {"PrimaryContainer": {"Image": image}})


def test_a_digest_passes() -> None:
    assert judge(CONTROL, model(PINNED)) is TRUE


def test_a_digest_of_a_repository_of_the_app_passes() -> None:
    image = {"Fn::Sub": f"${{AWS::AccountId}}.dkr.ecr.${{AWS::Region}}.${{AWS::URLSuffix}}/fraud@sha256:{'0' * 64}"}
    assert judge(CONTROL, model(image)) is TRUE


def test_a_repository_of_the_app_says_its_own_address() -> None:
    repository = resource("AWS::ECR::Repository")
    image = {"Fn::Sub": f"${{Repository.RepositoryUri}}@sha256:{'0' * 64}"}
    assert judge(CONTROL, model(image), Repository=repository) is TRUE
    assert judge(CONTROL, model({"Fn::Sub": "${Repository.RepositoryUri}:1"}), Repository=repository) is FALSE
    assert judge(CONTROL, model(image), Repository=resource("AWS::S3::Bucket")) is FALSE


OTHERS = (
    "registry.example.com/fraud",
    "1.dkr.ecr.attacker.example/fraud",
    "example.com/1.dkr.ecr.b.amazonaws.com/fraud",
)


@pytest.mark.parametrize("image", [f"{REPOSITORY}:latest", REPOSITORY, *(f"{one}@sha256:{'0' * 64}" for one in OTHERS)])
def test_a_tag_or_another_registry_fails(image: str) -> None:
    assert judge(CONTROL, model(image)) is FALSE


def test_one_of_several_containers_fails() -> None:
    containers = [{"Image": PINNED}, {"Image": f"{REPOSITORY}:latest"}]
    assert judge(CONTROL, resource("AWS::SageMaker::Model", {"Containers": containers})) is FALSE
    assert judge(CONTROL, resource("AWS::SageMaker::Model", {"Containers": containers[:1]})) is TRUE


@pytest.mark.parametrize(("image", "verdict"), [(PINNED, TRUE), (f"{REPOSITORY}:latest", FALSE), (ANYTHING, UNKNOWN)])
def test_a_version_of_a_registry_names_the_image(image: Any, verdict: Any) -> None:
    package = resource("AWS::SageMaker::ModelPackage", {"InferenceSpecification": {"Containers": [{"Image": image}]}})
    named = resource("AWS::SageMaker::Model", {"PrimaryContainer": {"ModelPackageName": {"Ref": "Package"}}})
    assert judge(CONTROL, named, Package=package) is verdict


def test_a_version_may_be_registered_with_a_digest_beside_the_tag() -> None:
    container = {"Image": f"{REPOSITORY}:latest", "ImageDigest": f"sha256:{'0' * 64}"}
    package = resource("AWS::SageMaker::ModelPackage", {"InferenceSpecification": {"Containers": [container]}})
    named = resource("AWS::SageMaker::Model", {"PrimaryContainer": {"ModelPackageName": {"Ref": "Package"}}})
    assert judge(CONTROL, named, Package=package) is TRUE


def test_a_version_of_a_registry_elsewhere_is_unknown() -> None:
    arn = "arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3"
    named = resource("AWS::SageMaker::Model", {"PrimaryContainer": {"ModelPackageName": arn}})
    assert judge(CONTROL, named) is UNKNOWN


def test_a_version_without_containers_is_pinned_to_nothing() -> None:
    named = resource("AWS::SageMaker::Model", {"PrimaryContainer": {"ModelPackageName": {"Ref": "Package"}}})
    assert judge(CONTROL, named, Package=resource("AWS::SageMaker::ModelPackage")) is FALSE


def test_a_model_without_an_image_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, model(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
