"""A secret under the key that AWS manages opens to whoever may read secrets in the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_IA_5, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(secret: Resource) -> Truth:
    return is_customer_key(secret["KmsKeyId"])


CONTROL = Control(
    id="secret-customer-key",
    title="Secrets encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::SecretsManager::Secret",),
    holds=holds,
    fix="Set KmsKeyId.",
    sources=("https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",),
    baseline=("KMS-7",),
    satisfies=(NIST_IA_5, NIST_SC_28),
)
