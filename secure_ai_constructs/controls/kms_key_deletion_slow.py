"""Whoever may delete a key in a week makes data unreadable before anybody is back from holiday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(key: Resource) -> Truth:
    return statements(key["KeyPolicy"]).any(
        lambda one: (
            one.denies()
            & one.to_anyone()
            & one.covers("kms:ScheduleKeyDeletion")
            & (
                one.is_unconditional()
                | one.applies_when(
                    "NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", lambda days: days.at_least(30)
                )
            )
        )
    )


CONTROL = Control(
    id="kms-key-deletion-slow",
    title="Key policies refuse deletion in less than thirty days",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    fix="Deny kms:ScheduleKeyDeletion with NumericLessThan kms:ScheduleKeyDeletionPendingWindowInDays 30; CustomerKey does.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-adding-permission.html",),
    baseline=("KMS-2",),
    satisfies=(NIST_SC_12,),
)
