"""A card describes what a model gets wrong, to whoever may read the account's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(card: Resource) -> Truth:
    return is_customer_key(card["SecurityConfig.KmsKeyId"])


CONTROL = Control(
    id="model-card-customer-key",
    title="Model cards encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::ModelCard",),
    holds=holds,
    fix="Set SecurityConfig.KmsKeyId; another key needs another name, because it replaces the card.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards-create.html",),
    baseline=("KMS-12",),
    satisfies=(NIST_SC_28,),
)
