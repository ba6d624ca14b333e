"""A function is told to ask a profile of another part of the world, and whoever reads its code sees a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.regions import geographies_near
from secure_ai_constructs.truth import TRUE, UNKNOWN, Truth, all_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_PROVIDERS = "ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|twelvelabs|writer"
_PROFILE = rf"(^|:inference-profile/)(apac|au|ca|eu|global|jp|us|us-gov)\.({_PROVIDERS})\.[a-z0-9.-]*[0-9]"


def holds(function: Resource) -> Truth:
    return all_of(_is_near(one, function.template.region) for one in _profiles(function))


def _profiles(function: Resource) -> list[Value]:
    """Variables name anything: of what only deployment knows nobody says that it is a model."""
    variables = function["Environment.Variables"]
    return [variables[name] for name in variables.keys if variables[name].matches(_PROFILE) is TRUE]


def _is_near(profile: Value, region: str | None) -> Truth:
    near = geographies_near(region)
    of_the_world = profile.matches(r"(^|/)global\.")
    return ~of_the_world & (profile.matches(rf"(^|/)({near})\.") if near else UNKNOWN)


def when(function: Resource) -> Truth:
    return truth(bool(_profiles(function)))


CONTROL = Control(
    id="lambda-model-in-region",
    title="Functions are told to ask models near their Region",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Name a model of the Region or a profile of its geography, or accept the risk where prompts may go anywhere.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",),
    baseline=("RES-2",),
    satisfies=(NIST_SA_9_5,),
)
