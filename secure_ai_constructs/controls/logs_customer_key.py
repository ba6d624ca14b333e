"""Logs repeat what was asked and answered, and they are readable by everyone with a logs permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(log_group: Resource) -> Truth:
    return is_customer_key(log_group["KmsKeyId"])


CONTROL = Control(
    id="logs-customer-key",
    title="Log groups encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::Logs::LogGroup",),
    holds=holds,
    fix="Set KmsKeyId to a key whose policy lets logs.<region>.amazonaws.com use it for this log group.",
    sources=("https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",),
    baseline=("KMS-9",),
    satisfies=(
        NIST_AU_9,
        NIST_SC_28,
    ),
)
