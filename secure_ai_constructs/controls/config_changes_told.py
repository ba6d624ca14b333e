"""Whoever wants to change something unseen stops the recorder first, and starts it again afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(recorder: Resource) -> Truth:
    return told_of_calls(recorder, "config", "DeleteConfigurationRecorder", "StopConfigurationRecorder")


CONTROL = Control(
    id="config-changes-told",
    title="A recorder that stops raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    fix="Add an event rule on StopConfigurationRecorder and DeleteConfigurationRecorder; ConfigurationBaseline does.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/log-api-calls.html",),
    baseline=("CT-7",),
    satisfies=(
        NIST_AU_5,
        NIST_SI_4,
    ),
)
