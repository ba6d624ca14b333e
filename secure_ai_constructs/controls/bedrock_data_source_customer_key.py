"""While Bedrock ingests, it keeps copies of the documents under a key that the customer cannot switch off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_13, NIST_SC_28, SECURITY_HUB_BEDROCK_1

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(data_source: Resource) -> Truth:
    return is_customer_key(data_source["ServerSideEncryptionConfiguration.KmsKeyArn"])


CONTROL = Control(
    id="bedrock-data-source-customer-key",
    title="Knowledge base data sources encrypt transient data with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::DataSource",),
    holds=holds,
    fix="Set ServerSideEncryptionConfiguration.KmsKeyArn to the key of the documents.",
    sources=(
        "https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/bedrock-controls.html",
    ),
    baseline=("KMS-6",),
    satisfies=(
        SECURITY_HUB_BEDROCK_1,
        NIST_SC_13,
        NIST_SC_28,
    ),
)
