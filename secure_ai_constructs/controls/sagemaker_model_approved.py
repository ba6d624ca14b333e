"""Whoever may deploy deploys weights that nobody looked at, and the registry says that others are in use.

SageMaker deploys what it is told to: whether a version was approved is asked by what stands before the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_CM_5
from secure_ai_constructs.truth import UNKNOWN, Truth, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_GATE = "Custom::ApprovedModel"


def holds(model: Resource) -> Truth:
    return any_of(_lets_through(one, model) for one in model.references if one.type == _GATE) | _of_a_registry(model)


def _lets_through(gate: Resource, model: Resource) -> Truth:
    """It asks for a version of this image and of these weights."""
    container = model["PrimaryContainer"]
    asks = gate["ServiceToken"].is_set() & gate["ModelPackage"].is_set()
    return asks & _same(gate["Image"], container["Image"]) & _same(gate["Weights"], container["ModelDataUrl"])


def _same(one: Value, other: Value) -> Truth:
    return truth(str(one) == str(other))


def _of_a_registry(model: Resource) -> Truth:
    """A version of the same assembly was approved by nobody; of another one only its registry knows."""
    package = model["PrimaryContainer.ModelPackageName"]
    return package.is_set() & ~truth(package.target is not None) & UNKNOWN


def when(model: Resource) -> Truth:
    one = model["PrimaryContainer"]
    return one["Image"].is_set() | one["ModelPackageName"].is_set() | model["Containers"].has_at_least(1)


CONTROL = Control(
    id="sagemaker-model-approved",
    title="SageMaker models are made of versions that somebody approved",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Model",),
    when=when,
    holds=holds,
    fix="Ask the registry whether the version is approved before the model is made; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html",),
    baseline=("LIN-2",),
    satisfies=(NIST_CM_3, NIST_CM_5),
)
