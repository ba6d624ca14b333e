"""Features, home folders and packages hold the training data, and under AWS's key nobody can take them back.

Without a customer managed key, no policy but the service's own says who decrypts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import (
    NIST_SC_28,
    SECURITY_HUB_SAGEMAKER_17,
    SECURITY_HUB_SAGEMAKER_18,
    SECURITY_HUB_SAGEMAKER_23,
    SECURITY_HUB_SAGEMAKER_24,
)
from secure_ai_constructs.truth import Truth, all_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::SageMaker::Domain": (("", "KmsKeyId"),),
    "AWS::SageMaker::FeatureGroup": (
        ("OnlineStoreConfig", "SecurityConfig.KmsKeyId"),
        ("OfflineStoreConfig", "S3StorageConfig.KmsKeyId"),
    ),
    "AWS::SageMaker::InferenceExperiment": (("", "KmsKey"), ("DataStorageConfig", "KmsKey")),
    "AWS::SageMaker::ModelPackage": (("", "SecurityConfig.KmsKeyId"),),
}
"""What may be there, and where its key is named; what has no part of its own is always there."""


def holds(storage: Resource) -> Truth:
    return all_of(
        implied(_is_used(storage[part]), lambda: is_customer_key(storage[f"{part}.{key}"]))  # noqa: B023 - asked at once
        if part
        else is_customer_key(storage[key])
        for part, key in _KEYS[storage.type]
    )


def _is_used(part: Value) -> Truth:
    """It is there; a store that answers at once may be there and off."""
    return part.is_set() & ~part["EnableOnlineStore"].equals(False)


CONTROL = Control(
    id="sagemaker-storage-customer-key",
    title="Features, domains, experiments and packages are under a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=tuple(_KEYS),
    holds=holds,
    fix="Set the key: KmsKeyId of a domain, a package's SecurityConfig and a feature group's stores, KmsKey of an experiment.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",),
    baseline=("KMS-4", "KMS-12"),
    satisfies=(
        SECURITY_HUB_SAGEMAKER_17,
        SECURITY_HUB_SAGEMAKER_18,
        SECURITY_HUB_SAGEMAKER_23,
        SECURITY_HUB_SAGEMAKER_24,
        NIST_SC_28,
    ),
)
