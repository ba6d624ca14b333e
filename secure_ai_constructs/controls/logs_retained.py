"""Logs that expire before an intrusion is noticed prove nothing, and logs that never expire become a liability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_11, NIST_SI_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(log_group: Resource) -> Truth:
    return log_group["RetentionInDays"].at_least(365)


CONTROL = Control(
    id="logs-retained",
    title="Log groups keep events for at least a year, and not forever",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::Logs::LogGroup",),
    holds=holds,
    fix="Set RetentionInDays to 365 or more.",
    sources=("https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",),
    baseline=("KMS-9",),
    satisfies=(
        NIST_AU_11,
        NIST_SI_12,
    ),
)
