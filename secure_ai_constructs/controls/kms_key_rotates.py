"""A key that never rotates keeps everything it ever encrypted under one secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(key: Resource) -> Truth:
    return key["EnableKeyRotation"].equals(True)


def when(key: Resource) -> Truth:
    """Only symmetric encryption keys with material from KMS rotate by themselves."""
    usual_spec = ~key["KeySpec"].is_set() | key["KeySpec"].equals("SYMMETRIC_DEFAULT")
    return usual_spec & (~key["Origin"].is_set() | key["Origin"].equals("AWS_KMS"))


CONTROL = Control(
    id="kms-key-rotates",
    title="Customer managed keys rotate",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    when=when,
    holds=holds,
    fix="Set EnableKeyRotation to true.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",),
    baseline=("KMS-1",),
    satisfies=(
        NIST_SC_12,
        NIST_SC_28,
    ),
)
