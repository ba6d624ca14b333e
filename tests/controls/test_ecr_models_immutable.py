"""Whether a tag of a model's image can be moved to other code."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.ecr_models_immutable import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = {"Fn::GetAtt": ["Key", "Arn"]}
GOOD = {"ImageTagMutability": "IMMUTABLE", "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": KEY}}
IMAGE = {"Fn::Sub": "${Subject.RepositoryUri}@sha256:0123"}


def verdict(container: Any = "PrimaryContainer", **changes: Any) -> Any:
    served = {"Image": IMAGE} if container == "PrimaryContainer" else [{"Image": IMAGE}]
    return judge(
        CONTROL,
        resource("AWS::ECR::Repository", {**GOOD, **changes}),
        Key=resource("AWS::KMS::Key"),
        Model=resource("AWS::SageMaker::Model", {container: served}),
    )


@pytest.mark.parametrize("container", ["PrimaryContainer", "Containers"])
def test_tags_that_stay_under_a_key_pass(container: str) -> None:
    assert verdict(container) is TRUE


@pytest.mark.parametrize(
    "changes",
    [
        {"ImageTagMutability": "MUTABLE"},
        {"ImageTagMutability": {"Ref": "AWS::NoValue"}},
        {"EncryptionConfiguration": {"EncryptionType": "AES256"}},
        {"EncryptionConfiguration": {"EncryptionType": "KMS"}},
        {"EncryptionConfiguration": {"Ref": "AWS::NoValue"}},
    ],
    ids=str,
)
def test_less_fails(changes: dict[str, Any]) -> None:
    assert verdict(**changes) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(ImageTagMutability=ANYTHING) is UNKNOWN


def test_an_image_that_is_written_out_names_its_repository() -> None:
    def served(repository: str) -> dict[str, Any]:
        image = f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{repository}:1"
        return resource("AWS::SageMaker::Model", {"PrimaryContainer": {"Image": image}})

    subject = resource("AWS::ECR::Repository", {"RepositoryName": "models/fraud"})
    assert judge(CONTROL, subject, Model=served("models/fraud")) is FALSE
    assert judge(CONTROL, subject, Model=served("models/fraud2")) is NOT_APPLICABLE


def test_a_repository_of_other_images_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::ECR::Repository")) is NOT_APPLICABLE
