"""The disk of a notebook keeps whatever people looked at, and outlives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import (
    NIST_SC_28,
    SECURITY_HUB_SAGEMAKER_21,
)

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(notebook: Resource) -> Truth:
    return is_customer_key(notebook["KmsKeyId"])


CONTROL = Control(
    id="sagemaker-notebook-customer-key",
    title="Notebooks encrypt their disks with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::NotebookInstance",),
    holds=holds,
    fix="Set KmsKeyId; SecureNotebook does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html",),
    baseline=("INS-3", "KMS-4"),
    satisfies=(SECURITY_HUB_SAGEMAKER_21, NIST_SC_28),
)
