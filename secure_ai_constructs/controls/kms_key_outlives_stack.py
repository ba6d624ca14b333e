"""Deleting a stack deletes the key, and with it every document, vector and log that it encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(key: Resource) -> Truth:
    window = key["PendingWindowInDays"]
    kept = key.attribute("DeletionPolicy").one_of("Retain", "RetainExceptOnCreate")
    replaced = key.attribute("UpdateReplacePolicy").one_of("Retain", "RetainExceptOnCreate")
    return kept & replaced & (~window.is_set() | window.at_least(30))


CONTROL = Control(
    id="kms-key-outlives-stack",
    title="Customer managed keys outlive their stack",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    fix="Set DeletionPolicy and UpdateReplacePolicy to Retain and leave PendingWindowInDays at 30.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",),
    baseline=("KMS-1",),
    satisfies=(NIST_SC_12,),
)
