"""One instance in one Availability Zone takes every decision of the business with it when it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10, NIST_SC_36, SECURITY_HUB_SAGEMAKER_4
from secure_ai_constructs.truth import TRUE, Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_SCALING = "AWS::ApplicationAutoScaling::ScalableTarget"


def holds(config: Resource) -> Truth:
    if config.type == _SCALING:
        return config["MinCapacity"].at_least(2)
    variants = config["ProductionVariants"]
    return variants.has_at_least(1) & variants.all(_stays_two)


def _stays_two(variant: Value) -> Truth:
    scaling = variant["ManagedInstanceScaling"]
    scales = implied(scaling["Status"].equals("ENABLED"), lambda: scaling["MinInstanceCount"].at_least(2))
    return variant["InitialInstanceCount"].at_least(2) & scales


def when(config: Resource) -> Truth:
    """Scaling takes away what the configuration asked for."""
    is_of_endpoint = config["ScalableDimension"].equals("sagemaker:variant:DesiredInstanceCount")
    return is_of_endpoint if config.type == _SCALING else TRUE


CONTROL = Control(
    id="sagemaker-endpoint-redundant",
    title="Endpoints have at least two instances",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::EndpointConfig", _SCALING),
    when=when,
    holds=holds,
    fix="Set InitialInstanceCount of every variant, and MinCapacity of its scaling, to at least 2; "
    "PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",),
    baseline=("HA-2",),
    satisfies=(SECURITY_HUB_SAGEMAKER_4, NIST_CP_10, NIST_SC_36),
)
