"""A tag that moves puts other code behind a model that was approved, and nobody is asked again.

A digest pins what is served; a repository whose tags cannot move keeps what people read of it true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_5, OWASP_LLM03
from secure_ai_constructs.truth import Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_IMAGES = ("Containers", "PrimaryContainer.Image")


def holds(repository: Resource) -> Truth:
    encryption = repository["EncryptionConfiguration"]
    return (
        repository["ImageTagMutability"].equals("IMMUTABLE")
        & encryption["EncryptionType"].one_of("KMS", "KMS_DSSE")
        & is_customer_key(encryption["KmsKey"])
    )


def when(repository: Resource) -> Truth:
    """Images of models; those of other workloads are others' business."""
    return any_of(repository.referrers("AWS::SageMaker::Model", path).exist() for path in _IMAGES)


CONTROL = Control(
    id="ecr-models-immutable",
    title="Repositories of models' images keep their tags, under a customer managed key",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository",),
    when=when,
    holds=holds,
    fix="Set ImageTagMutability to IMMUTABLE and EncryptionConfiguration to KMS with a key.",
    sources=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",),
    baseline=("INT-4",),
    satisfies=(NIST_CM_5, OWASP_LLM03),
)
