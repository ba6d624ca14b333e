"""Anomalous model invocations and mass reads of documents pass unseen, because the detector was never told to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_FEATURES = ("AI_PROTECTION", "S3_DATA_EVENTS")


def holds(detector: Resource) -> Truth:
    soon = detector["FindingPublishingFrequency"].equals("FIFTEEN_MINUTES")
    enabled = all_of(_is_enabled(detector["Features"], name) for name in _FEATURES)
    return enabled & soon & ~detector["DataSources"].is_set()


def _is_enabled(features: Value, name: str) -> Truth:
    return features.any(lambda one: one["Name"].equals(name) & one["Status"].equals("ENABLED"))


CONTROL = Control(
    id="guardduty-watches-ai",
    title="GuardDuty watches model invocations and S3 data, and tells of more of the same within fifteen minutes",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::GuardDuty::Detector",),
    holds=holds,
    fix="List AI_PROTECTION and S3_DATA_EVENTS as ENABLED under Features; set FindingPublishingFrequency to FIFTEEN_MINUTES; leave out DataSources, which AWS refuses beside Features.",
    sources=(
        "https://docs.aws.amazon.com/guardduty/latest/ug/ai-protection.html",
        "https://docs.aws.amazon.com/guardduty/latest/ug/s3-protection.html",
    ),
    baseline=("GD-1",),
    satisfies=(
        NIST_SI_4,
        OWASP_LLM10,
    ),
)
