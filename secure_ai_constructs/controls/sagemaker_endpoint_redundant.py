"""One instance in one Availability Zone takes every decision of the business with it when it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10, NIST_SC_36, SECURITY_HUB_SAGEMAKER_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(config: Resource) -> Truth:
    variants = config["ProductionVariants"]
    return variants.has_at_least(1) & variants.all(lambda one: one["InitialInstanceCount"].at_least(2))


CONTROL = Control(
    id="sagemaker-endpoint-redundant",
    title="Endpoints have at least two instances",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::EndpointConfig",),
    holds=holds,
    fix="Set InitialInstanceCount of every variant to at least 2; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",),
    baseline=("HA-2",),
    satisfies=(SECURITY_HUB_SAGEMAKER_4, NIST_CP_10, NIST_SC_36),
)
