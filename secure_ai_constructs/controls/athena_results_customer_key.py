"""What an investigator asked of the trail lies in a bucket as an answer, under whatever key the workgroup forgot to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(group: Resource) -> Truth:
    configuration = group["WorkGroupConfiguration"]
    encryption = configuration["ResultConfiguration"]["EncryptionConfiguration"]
    return (
        encryption["EncryptionOption"].one_of("CSE_KMS", "SSE_KMS")
        & is_customer_key(encryption["KmsKey"])
        & ~configuration["EnforceWorkGroupConfiguration"].equals(False)
    )


CONTROL = Control(
    id="athena-results-customer-key",
    title="Workgroups of Athena encrypt every answer with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::Athena::WorkGroup",),
    holds=holds,
    fix="Set EncryptionConfiguration to SSE_KMS with a KmsKey, and enforce the workgroup's configuration; TrailQueries does.",
    sources=("https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",),
    baseline=("KMS-9",),
    satisfies=(NIST_AU_9, NIST_SC_28),
)
