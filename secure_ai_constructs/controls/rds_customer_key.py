"""A snapshot of an unencrypted cluster can be shared, restored and read in another account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(cluster: Resource) -> Truth:
    return cluster["StorageEncrypted"].equals(True) & is_customer_key(cluster["KmsKeyId"])


CONTROL = Control(
    id="rds-customer-key",
    title="Database clusters encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::RDS::DBCluster",),
    holds=holds,
    fix="Set StorageEncrypted to true and KmsKeyId; it cannot be changed later.",
    sources=("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",),
    baseline=("KMS-7",),
    satisfies=(NIST_SC_28,),
)
