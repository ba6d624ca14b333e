"""Whoever has an administrator's credentials turns the detector off before he begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(detector: Resource) -> Truth:
    return told_of_calls(detector, "guardduty", "DeleteDetector", "UpdateDetector")


CONTROL = Control(
    id="guardduty-changes-told",
    title="A detector that is changed or deleted raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::GuardDuty::Detector",),
    holds=holds,
    fix="Add an event rule on DeleteDetector and UpdateDetector; ThreatDetection does.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/logging-using-cloudtrail.html",),
    baseline=("CT-7",),
    satisfies=(
        NIST_AU_5,
        NIST_SI_4,
    ),
)
