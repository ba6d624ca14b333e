"""An endpoint loses its key in a change that no template shows, and the next one to notice is the auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7, NIST_CM_6
from secure_ai_constructs.truth import TRUE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_RULES = (
    "BEDROCK_DATA_SOURCE_ENCRYPTION_ENABLED",
    "SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED",
    "SAGEMAKER_MODEL_ISOLATION_ENABLED",
)


def holds(recorder: Resource) -> Truth:
    return all_of(_is_watched(recorder, one) for one in _RULES)


def _is_watched(recorder: Resource, rule: str) -> Truth:
    """By a conformance pack, or by a rule alone."""
    packs, rules = (recorder.peers(f"AWS::Config::{kind}") for kind in ("ConformancePack", "ConfigRule"))
    packed = packs.any(lambda one: one.in_region_of(recorder) & one["TemplateBody"].matches(rf"\b{rule}\b"))
    if packed is TRUE:
        return packed
    return packed | rules.any(lambda one: one.in_region_of(recorder) & one["Source.SourceIdentifier"].equals(rule))


CONTROL = Control(
    id="config-watches-ai",
    title="Config has rules for models, endpoints and knowledge bases",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    fix="Add the rules as a conformance pack or one by one; ConfigurationBaseline does.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",),
    baseline=(
        "CFG-2",
        "CFG-4",
    ),
    satisfies=(
        NIST_CA_7,
        NIST_CM_6,
    ),
)
