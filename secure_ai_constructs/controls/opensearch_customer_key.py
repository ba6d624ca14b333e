"""Vectors are the documents in another spelling, under a key that the customer does not control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28, OWASP_LLM08
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(collection: Resource) -> Truth:
    own = collection["EncryptionConfig"]
    return is_customer_key(own["KmsKeyArn"]) | collection.peers("AWS::OpenSearchServerless::SecurityPolicy").any(
        lambda policy: policy.in_region_of(collection) & _encrypts(policy, collection)
    )


def _encrypts(policy: Resource, collection: Resource) -> Truth:
    said = policy["Policy"].parsed()
    return (
        policy["Type"].equals("encryption")
        & said["Rules"].any(lambda rule: rule["Resource"].any(lambda one: _is_for(one, collection)))
        & said["AWSOwnedKey"].equals(False)
        & is_customer_key(said["KmsARN"])
    )


def _is_for(pattern: Value, collection: Resource) -> Truth:
    """Of several policies with a wildcard the most specific one counts, and it may not be in the assembly."""
    written, name = pattern.literal, collection["Name"].literal
    if written is None or name is None:
        return UNKNOWN
    if written.endswith("*"):
        return truth(f"collection/{name}".startswith(written.rstrip("*"))) & UNKNOWN
    return pattern.equals(f"collection/{name}")


CONTROL = Control(
    id="opensearch-customer-key",
    title="OpenSearch Serverless collections encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::OpenSearchServerless::Collection",),
    holds=holds,
    fix="Create an encryption policy with AWSOwnedKey false and KmsARN before the collection; VectorStore.opensearch_serverless does.",
    sources=("https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html",),
    baseline=("KMS-7",),
    satisfies=(NIST_SC_28, OWASP_LLM08),
)
