"""Whoever is about to do what raises an alert silences the alert first: a rule is disabled, an alarm muted, a topic deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(trail: Resource) -> Truth:
    return (
        told_of_calls(trail, "events", "DeleteRule", "DisableRule", "RemoveTargets")
        & told_of_calls(trail, "monitoring", "DeleteAlarms", "DisableAlarmActions")
        & told_of_calls(trail, "sns", "DeleteTopic", "Unsubscribe")
    )


CONTROL = Control(
    id="alert-changes-told",
    title="Rules, alarms and topics that are silenced raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    when=calls_are_recorded,
    holds=holds,
    fix="Add event rules on DeleteRule, DisableRule, RemoveTargets, DeleteAlarms, DisableAlarmActions, DeleteTopic and "
    "Unsubscribe; AuditedAccount has them.",
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",),
    baseline=("CT-7",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
