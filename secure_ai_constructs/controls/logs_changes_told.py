"""What a trail writes to a log group is asked by alarms and people; whoever deletes the group has silenced both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(trail: Resource) -> Truth:
    return told_of_calls(trail, "logs", "DeleteLogGroup", "PutRetentionPolicy")


CONTROL = Control(
    id="logs-changes-told",
    title="Log groups that go, or keep less, raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on DeleteLogGroup and PutRetentionPolicy; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls_cwl.html",),
    baseline=("CT-7",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
