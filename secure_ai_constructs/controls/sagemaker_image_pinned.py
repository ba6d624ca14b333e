"""Whoever may push an image moves the tag, and the endpoint runs other code when it scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_7
from secure_ai_constructs.truth import UNKNOWN, Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_REGISTRY = r"^[^/]*\.dkr\.ecr(-fips)?\.[^/]+\.(amazonaws\.com(\.cn)?|\$\{AWS::URLSuffix\})/[^/].*"
_PINNED = rf"{_REGISTRY}@sha256:[0-9a-f]{{64}}$"


def holds(model: Resource) -> Truth:
    return _is_pinned(model["PrimaryContainer"]) & model["Containers"].all(_is_pinned) & _has_container(model)


def _has_container(model: Resource) -> Truth:
    one = model["PrimaryContainer"]
    return one["Image"].is_set() | one["ModelPackageName"].is_set() | model["Containers"].has_at_least(1)


def _is_pinned(container: Value) -> Truth:
    by_name = implied(container["ModelPackageName"].is_set(), lambda: _is_of_pinned(container["ModelPackageName"]))
    by_image = container["ModelPackageName"].is_set() | _is_by_digest(container["Image"])
    return implied(container.is_set(), lambda: by_image & by_name)


def _is_of_pinned(package: Value) -> Truth:
    """A version in a registry names the images; of one that stands elsewhere only the registry knows them."""
    if package.target is None:
        return UNKNOWN
    containers = package.target["InferenceSpecification.Containers"]
    return containers.has_at_least(1) & containers.all(_is_registered_by_digest)


def _is_registered_by_digest(container: Value) -> Truth:
    """In the image's name, or beside it."""
    beside = container["Image"].matches(_REGISTRY) & container["ImageDigest"].matches(r"^sha256:[0-9a-f]{64}$")
    return _is_by_digest(container["Image"]) | beside


def _is_by_digest(image: Value) -> Truth:
    """As it is written, or as a repository of the assembly says its own address."""
    repository = truth(image.target is not None and image.target.type == "AWS::ECR::Repository")
    return image.matches(_PINNED) | (repository & image.matches(r"^[^/@]+@sha256:[0-9a-f]{64}$"))


CONTROL = Control(
    id="sagemaker-image-pinned",
    title="SageMaker models run images that are pinned by digest, from Amazon ECR",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Model",),
    holds=holds,
    fix="Name the image as <repository>@sha256:<digest> of a repository in Amazon ECR; ContainerImage does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html",),
    baseline=("INT-4",),
    satisfies=(NIST_SI_7,),
)
