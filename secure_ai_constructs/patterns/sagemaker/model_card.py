"""A model's passport: what it is for, what it risks, how it was made and tested, and what it cannot do."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import TYPE_CHECKING

from aws_cdk import Names, RemovalPolicy
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_kms as kms

LONGEST = 2048
"""Characters of a section, as the schema of the card allows."""
LONGEST_DETAIL = 1024


class RiskRating(Enum):
    """How much harm a wrong answer does; a card that does not know is not accepted."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class ModelCard(Construct):
    """A model card, created for review: a person approves it, no template does.

    All sections are mandatory. The card's name ends in a hash of its key, because another key
    makes another card and names are unique in an account.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model_id: str,
        intended_use: str,
        risk: RiskRating,
        training: str,
        evaluation: str,
        limitations: str,
        key: kms.IKey,
        owner: str,
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Creates the card; `model_id` is what invokes the model, `details` are further facts for a reviewer."""
        super().__init__(scope, id)
        short = {"training": training, "owner": owner, "model_id": model_id, **(details or {})}
        sections = {"intended_use": intended_use, "evaluation": evaluation, "limitations": limitations}
        for texts, longest in ((short, LONGEST_DETAIL), (sections, LONGEST)):
            for name, text in texts.items():
                if not text.strip() or len(text) > longest:
                    raise ValueError(
                        f"{self.node.path}: {name} must say something in at most {longest} characters, "
                        f"had {len(text)}: {text[:40]!r}"
                    )
        card = sagemaker.CfnModelCard
        digest = hashlib.sha256(key.node.path.encode()).hexdigest()[:8]
        self.card = card(
            self,
            "Card",
            model_card_name=f"{Names.unique_resource_name(self, max_length=54, separator='-')}-{digest}",
            model_card_status="PendingReview",
            security_config=card.SecurityConfigProperty(kms_key_id=key.key_arn),
            content=card.ContentProperty(
                model_overview=card.ModelOverviewProperty(model_id=model_id, model_owner=owner),
                intended_uses=card.IntendedUsesProperty(intended_uses=intended_use, risk_rating=risk.value),
                training_details=card.TrainingDetailsProperty(training_observations=training),
                evaluation_details=[
                    card.EvaluationDetailProperty(name="evaluation", evaluation_observation=evaluation)
                ],
                additional_information=card.AdditionalInformationProperty(
                    caveats_and_recommendations=limitations, custom_details=dict(details or {})
                ),
            ),
        )
        self.card.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
