"""A key is switched off, or opened to somebody, and people learn of it from what no longer works, or never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12, NIST_SI_4
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_EVENTS = ("DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion")


def holds(key: Resource) -> Truth:
    return key.peers("AWS::Events::Rule").any(lambda rule: rule.in_region_of(key) & _tells(rule))


def _tells(rule: Resource) -> Truth:
    names = rule["EventPattern.detail.eventName"]
    return (
        rule["EventPattern.source"].any(lambda one: one.equals("aws.kms"))
        & all_of(names.any(lambda one: one.equals(event)) for event in _EVENTS)  # noqa: B023 - all_of asks at once
        & rule["State"].equals("ENABLED")
        & rule["Targets"].has_at_least(1)
    )


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
