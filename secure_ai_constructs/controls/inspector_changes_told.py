"""An image with a known hole is pushed the day after somebody turned the scans off, because they were noisy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(enablement: Resource) -> Truth:
    return told_of_calls(enablement, "inspector2", "Disable")


CONTROL = Control(
    id="inspector-changes-told",
    title="Scans that are turned off raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("Custom::InspectorEnablement",),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on inspector2's Disable; VulnerabilityScanning does.",
    sources=("https://docs.aws.amazon.com/inspector/latest/user/logging-using-cloudtrail.html",),
    baseline=("CT-7",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
