"""A model's passport: what it is for, what it risks, how it was made and tested, and what it cannot do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import Names, RemovalPolicy, Token
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation.kind import require_each, require_key, require_kind
from secure_ai_constructs.patterns.foundation.tag_value import require_tag
from secure_ai_constructs.patterns.sagemaker.card_schema import require_valid

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

LONGEST = 2048
"""Characters of a section, as the schema of the card allows."""
LONGEST_DETAIL = 1024
_SECTIONS = {
    "intended_use": LONGEST,
    "training": LONGEST_DETAIL,
    "evaluation": LONGEST,
    "limitations": LONGEST,
}


class RiskRating(Enum):
    """How much harm a wrong answer does; a card that does not know is not accepted."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a person must write down before a model answers others; nothing of it may be missing.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards-create.html
    """

    intended_use: str
    risk: RiskRating
    training: str
    """On which data, by whom, with what aim."""
    evaluation: str
    limitations: str
    owner: str
    facets: tuple[str, ...] = ()
    """Columns by which people are told apart, such as `gender`: bias is watched of those that are named here."""

    def __post_init__(self) -> None:
        if not isinstance(self.risk, RiskRating):
            raise ValueError(
                f"a model card's risk must be one of {', '.join(f'RiskRating.{one.name}' for one in RiskRating)}, "
                f"was {self.risk!r}"
            )
        require_each("a model card's facets", self.facets, str)
        for name, longest in _SECTIONS.items():
            _require(name, getattr(self, name), longest)
            if Token.is_unresolved(getattr(self, name)):
                raise ValueError(
                    f"a model card's {name} must be text that is known now, because people approve it, was a token"
                )
        require_tag("a model card's owner", self.owner)


class ModelCard(Construct):
    """A model card, created for review: a person approves it, no template does.

    The card's name ends in a hash of its key, version, content and details: others make another card, which
    waits for its own review, because an update would change what was approved. Names are unique in an account.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model_id: str,
        content: CardContent,
        key: kms.IKey,
        details: Mapping[str, str] | None = None,
        version: str = "",
    ) -> None:
        """Creates the card; `model_id` is what invokes the model, `details` are further facts for a reviewer.

        Another `version` is another card, which waits for its own review; the former one is kept.
        """
        of = f"{scope.node.path}/{id}"
        require_kind(f"{of}: content", content, CardContent)
        require_key(f"{of}: key", key)
        require_kind(f"{of}: version", version, str)
        require_kind(f"{of}: details", details, Mapping, type(None))
        details = {**(details or {}), **({"facets": ", ".join(content.facets)} if content.facets else {})}
        for name, text in {"model_id": model_id, **details}.items():
            _require(name, text, LONGEST_DETAIL)
        written = _written(model_id, content, details)
        require_valid(written, of=of)
        super().__init__(scope, id)
        card = sagemaker.CfnModelCard
        facts = (model_id, *(f"{name}: {text}" for name, text in details.items()))
        # What only deployment knows is spelled otherwise in every synth; `version` stands for it.
        known = [one for one in facts if not Token.is_unresolved(one)]
        said = "\n".join((key.node.path, version, *known, *map(str, astuple(content))))
        digest = hashlib.sha256(said.encode()).hexdigest()[:8]
        self.content, self.key = content, key
        self.card = card(
            self,
            "Card",
            model_card_name=f"{Names.unique_resource_name(self, max_length=54, separator='-')}-{digest}",
            model_card_status="PendingReview",
            security_config=card.SecurityConfigProperty(kms_key_id=key.key_arn),
            content=card.ContentProperty(
                model_overview=card.ModelOverviewProperty(**written["model_overview"]),
                intended_uses=card.IntendedUsesProperty(**written["intended_uses"]),
                training_details=card.TrainingDetailsProperty(**written["training_details"]),
                evaluation_details=[card.EvaluationDetailProperty(**one) for one in written["evaluation_details"]],
                additional_information=card.AdditionalInformationProperty(**written["additional_information"]),
            ),
        )
        self.card.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)


def _written(model_id: str, content: CardContent, details: Mapping[str, str]) -> dict[str, Any]:
    """The content as SageMaker's schema spells it."""
    return {
        "model_overview": {"model_id": model_id, "model_owner": content.owner},
        "intended_uses": {"intended_uses": content.intended_use, "risk_rating": content.risk.value},
        "training_details": {"training_observations": content.training},
        "evaluation_details": [{"name": "evaluation", "evaluation_observation": content.evaluation}],
        "additional_information": {
            "caveats_and_recommendations": content.limitations,
            "custom_details": dict(details),
        },
    }


def _require(name: str, text: str, longest: int) -> None:
    if not isinstance(text, str):
        raise ValueError(f"a model card's {name} must be text, was {text!r}")
    if not any(one.isalnum() for one in text) or len(text) > longest:
        raise ValueError(
            f"a model card's {name} must say something in at most {longest} characters, had {len(text)}: {text[:40]!r}"
        )
