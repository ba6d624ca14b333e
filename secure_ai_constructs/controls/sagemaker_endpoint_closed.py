"""A shell into an instance, or a serverless fleet without a network, walks around isolation, capture and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_7, NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(config: Resource) -> Truth:
    return config["ProductionVariants"].all(_is_closed) & config["ShadowProductionVariants"].all(_is_closed)


def _is_closed(variant: Value) -> Truth:
    return ~variant["ServerlessConfig"].is_set() & ~variant["EnableSSMAccess"].equals(True)


CONTROL = Control(
    id="sagemaker-endpoint-closed",
    title="Endpoints are neither serverless nor open to a shell",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::EndpointConfig",),
    holds=holds,
    fix="Leave out ServerlessConfig, and set EnableSSMAccess to false or leave it out.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",),
    baseline=("NET-8",),
    satisfies=(NIST_CM_7, NIST_SC_7),
)
