"""Whoever may deploy deploys weights that nobody looked at, and the registry says that others are in use.

SageMaker deploys what it is told to: whether a version was approved is asked by what stands before the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, granted_to, may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_CM_5
from secure_ai_constructs.truth import UNKNOWN, Truth, all_of, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_APPROVES = ("sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage")


def holds(model: Resource) -> Truth:
    container = model["PrimaryContainer"]
    one = ~(model["Containers"].has_at_least(1) | container["ModelDataSource"].is_set())
    asked = any_of(_lets_through(gate, container) for gate in model.references if gate.type == "Custom::ApprovedModel")
    return (one & asked) | _of_a_registry(container["ModelPackageName"])


def _lets_through(gate: Resource, container: Value) -> Truth:
    """It is there, and asks for a version of this image and of these weights."""
    asks = gate["ServiceToken"].is_set() & gate["ModelPackage"].is_set() & gate.exists & _asks_a_registry(gate)
    what = _same(gate["Image"], container["Image"]) & _same(gate["Weights"], container["ModelDataUrl"])
    return asks & what & _same_variables(gate["Variables"].parsed(), container["Environment"])


def _asks_a_registry(gate: Resource) -> Truth:
    """The function behind it may look at the version, and approves none; of one that stands elsewhere nobody reads that."""
    function, version = gate["ServiceToken"].target, gate["ModelPackage"]
    role = function["Role"].target if function and function.type == "AWS::Lambda::Function" else None
    if role is None:
        return UNKNOWN
    return granted_to(role, lambda one: _looks_at(one, version)) & ~may(role, *_APPROVES)


def _looks_at(statement: Statement, version: Value) -> Truth:
    looks = statement.allows() & statement.covers("sagemaker:DescribeModelPackage")
    return looks & statement.some_resource(lambda arn: arn.same_as(version) | arn.matches(r"^\*$|:model-package/\*$"))


def _same_variables(asked: Value, given: Value) -> Truth:
    """None is the same as none that are asked for; what is not asked for is nothing that was approved."""
    if not asked.is_known or not given.is_known:
        return UNKNOWN
    names = {*asked.keys, *given.keys}
    return truth(set(asked.keys) == set(given.keys)) & all_of(_same(asked[one], given[one]) for one in sorted(names))


def _same(one: Value, other: Value) -> Truth:
    return one.is_set() & other.is_set() & truth(str(one) == str(other))


def _of_a_registry(package: Value) -> Truth:
    """A version of the same assembly was approved by nobody; of another one only its registry knows."""
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
