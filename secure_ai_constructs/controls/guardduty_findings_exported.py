"""Findings are gone after ninety days: long before anybody asks what was known at the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_AU_11

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(detector: Resource) -> Truth:
    return detector.referrers("AWS::GuardDuty::PublishingDestination", "DetectorId").any(
        lambda export: (
            export["DestinationType"].equals("S3") & is_customer_key(export["DestinationProperties.KmsKeyArn"])
        )
    )


CONTROL = Control(
    id="guardduty-findings-exported",
    title="Findings of GuardDuty are exported and kept",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::GuardDuty::Detector",),
    holds=holds,
    fix="Add a PublishingDestination with a customer managed key; ThreatDetection does.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",),
    baseline=("GD-3",),
    satisfies=(
        NIST_AU_11,
        NIST_AU_9,
    ),
)
