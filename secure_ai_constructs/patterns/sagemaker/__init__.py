"""Models that are deployed, and what is written down about them."""

from secure_ai_constructs.patterns.sagemaker.model_card import ModelCard, RiskRating

__all__ = ["ModelCard", "RiskRating"]
