"""A key is switched off, or opened to somebody, and people learn of it from what no longer works, or never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_EVENTS = ("DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion")


def holds(key: Resource) -> Truth:
    return told_of_calls(key, "kms", *_EVENTS)


CONTROL = Control(
    id="kms-changes-told",
    title="Changes of keys raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    once_per_account=True,
    fix="Add an event rule on DisableKey, PutKeyPolicy and ScheduleKeyDeletion of aws.kms; Operations does.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-overview.html",),
    baseline=("KMS-10",),
    satisfies=(
        NIST_SC_12,
        NIST_SI_4,
    ),
)
