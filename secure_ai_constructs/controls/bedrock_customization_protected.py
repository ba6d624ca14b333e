"""Weights that learned confidential data lie under AWS's key, and the job that made them had a network without an edge.

No condition of IAM asks for either, so what starts the job has to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28, OWASP_LLM04
from secure_ai_constructs.truth import UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

_KEYS = ("CustomModelKmsKeyId", "ImportedModelKmsKeyId")


def holds(machine: Resource) -> Truth:
    return ~_some_state(machine, lambda state: _starts_job(state) & ~_is_protected(state))


def _some_state(machine: Resource, claim: Callable[[Value], Truth]) -> Truth:
    """The claim holds of a state; a definition that lies in a bucket is not in the assembly."""
    elsewhere = machine["DefinitionS3Location"].is_set() & UNKNOWN
    return _some_state_of(machine["DefinitionString"].parsed(), claim) | (
        _some_state_of(machine["Definition"], claim) | elsewhere
    )


def _some_state_of(definition: Value, claim: Callable[[Value], Truth]) -> Truth:
    states = definition["States"]
    if not states.is_known:
        return definition.is_set() & UNKNOWN
    return any_of(claim(states[name]) | _some_state_inside(states[name], claim) for name in states.keys)


def _some_state_inside(state: Value, claim: Callable[[Value], Truth]) -> Truth:
    """`Parallel` has branches, and `Map` an iterator, each with states of its own."""
    return state["Branches"].any(lambda branch: _some_state_of(branch, claim)) | any_of(
        _some_state_of(state[name], claim) for name in ("ItemProcessor", "Iterator")
    )


def _starts_job(state: Value) -> Truth:
    return state["Resource"].matches(r":bedrock:create(ModelCustomization|ModelImport)Job")


def _is_protected(state: Value) -> Truth:
    """What a job is asked for are its `Parameters`, or `Arguments` in JSONata; a key of an input ends in `.$`."""
    asked = [state[name] for name in ("Parameters", "Arguments")]
    given = any_of(is_customer_key(one[key]) | (one[f"{key}.$"].is_set() & UNKNOWN) for one in asked for key in _KEYS)
    return given & any_of(
        one["VpcConfig"]["SubnetIds"].is_set() | (one["VpcConfig.$"].is_set() & UNKNOWN) for one in asked
    )


def when(machine: Resource) -> Truth:
    return _some_state(machine, _starts_job)


CONTROL = Control(
    id="bedrock-customization-protected",
    title="Jobs that fine-tune a model name a customer managed key and a network",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::StepFunctions::StateMachine",),
    when=when,
    holds=holds,
    fix="State CustomModelKmsKeyId and VpcConfig in the job's parameters; ModelCustomization does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html",),
    baseline=("GR-11", "KMS-5"),
    satisfies=(NIST_SC_28, OWASP_LLM04),
)
