"""Prompts and documents leave the Region: a cross-Region inference profile sends them where there is capacity.

Whoever wants a geography says so: the tag `InferenceGeography` of the application inference profile names it. The
global profile leaves every jurisdiction, and no tag makes that right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_MODELS = {
    "AWS::Bedrock::Agent": "FoundationModel",
    "AWS::Bedrock::ApplicationInferenceProfile": "ModelSource.CopyFrom",
    "AWS::Bedrock::DataSource": (
        "VectorIngestionConfiguration.ParsingConfiguration.BedrockFoundationModelConfiguration.ModelArn"
    ),
    "AWS::Bedrock::KnowledgeBase": "KnowledgeBaseConfiguration.VectorKnowledgeBaseConfiguration.EmbeddingModelArn",
}
_VARIANTS = ("AWS::Bedrock::Prompt", "AWS::Bedrock::PromptVersion")


def holds(resource: Resource) -> Truth:
    region = resource.template.region
    if resource.type in _VARIANTS:
        return resource["Variants"].all(lambda one: ~one["ModelId"].is_set() | _stays(one["ModelId"], region))
    return _stays(resource[_MODELS[resource.type]], region)


def _stays(model: Value, region: str | None) -> Truth:
    """Only deployment knows where an application inference profile routes."""
    elsewhere = model.matches(rf"^arn:[^:]*:bedrock:(?!{region}:)[a-z0-9-]+::") if region else FALSE
    routed = model.matches(r"(^|:inference-profile/)(global|us|us-gov|eu|apac|jp|au|ca)\.")
    stays = implied(routed, lambda: _declares(model) & ~model.matches(r"(^|:inference-profile/)global\."))
    return model.is_set() & ~elsewhere & stays & ~(model.matches(":application-inference-profile/") & UNKNOWN)


def _declares(model: Value) -> Truth:
    """The tag names the geography of the profile."""
    return model.resource["Tags"].any(
        lambda tag: tag["Key"].equals("InferenceGeography") & _names(tag["Value"], model),
    )


def _names(geography: Value, model: Value) -> Truth:
    if geography.literal is None:
        return geography.is_set() & UNKNOWN
    return model.matches(rf"(^|:inference-profile/){re.escape(geography.literal)}\.")


def when(resource: Resource) -> Truth:
    """Knowledge bases of other types embed nothing themselves, and not every source is parsed by a model."""
    if resource.type == "AWS::Bedrock::DataSource":
        return resource[_MODELS[resource.type]].is_set()
    return ~resource["KnowledgeBaseConfiguration.Type"].one_of("KENDRA", "SQL", "MANAGED")


CONTROL = Control(
    id="bedrock-model-in-region",
    title="Models run in the Region, or in the geography that a tag names",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=(*_MODELS, *_VARIANTS),
    when=when,
    holds=holds,
    fix="Use the ARN of the foundation model in the Region, or tag the profile with InferenceGeography.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",),
    baseline=("RES-2",),
    satisfies=(NIST_SA_9_5,),
)
