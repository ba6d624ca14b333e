"""Whoever owns the registry decides what its images do next, and may take them away.

An image of another account runs code that nobody here built or scanned, with the role of the model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_7
from secure_ai_constructs.truth import TRUE, UNKNOWN, Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_WRITTEN = re.compile(r"([0-9]{12})\.dkr\.ecr")


def holds(model: Resource) -> Truth:
    return _is_own(model["PrimaryContainer"], model) & model["Containers"].all(lambda one: _is_own(one, model))


def _is_own(container: Value, model: Resource) -> Truth:
    """By the account in the image's name, or by the repository that the app makes; a token only deployment knows."""
    image = container["Image"]
    return implied(image.is_set(), lambda: image.each(lambda one: _is_of_account(one, model.template.account)))


def _is_of_account(image: Value, account: str | None) -> Truth:
    if written := _WRITTEN.match(str(image)):
        return truth(written[1] == account) if account else UNKNOWN
    if str(image).startswith("${AWS::AccountId}.dkr.ecr."):
        return TRUE
    return truth(any(one.type == "AWS::ECR::Repository" for one in image.targets)) | image.matches("^$")


def when(model: Resource) -> Truth:
    return model["PrimaryContainer.Image"].is_set() | model["Containers"].any(lambda one: one["Image"].is_set())


CONTROL = Control(
    id="sagemaker-image-own-registry",
    title="SageMaker models run images of the account's own registry",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Model",),
    when=when,
    holds=holds,
    fix="Copy the image into a repository of the account, where it is scanned; ContainerImage names one.",
    sources=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",),
    baseline=("INT-4",),
    satisfies=(NIST_SI_7,),
)
