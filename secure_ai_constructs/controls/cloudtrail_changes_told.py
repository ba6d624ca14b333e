"""Whoever stops the trail first does the rest unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_AU_9

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


_CHANGES = ("DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail")


def holds(trail: Resource) -> Truth:
    return told_of_calls(trail, "cloudtrail", *_CHANGES)


CONTROL = Control(
    id="cloudtrail-changes-told",
    title="A trail that is stopped or changed raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Add an event rule on StopLogging, DeleteTrail, UpdateTrail, PutEventSelectors and PutInsightSelectors; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",),
    baseline=("CT-7",),
    satisfies=(
        NIST_AU_5,
        NIST_AU_9,
    ),
)
