"""A model outside a network of one's own reads its weights over addresses of the internet, where no log of ours sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7
from secure_ai_constructs.zones import in_zones

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(model: Resource) -> Truth:
    return in_zones(model["VpcConfig.Subnets"], 2) & model["VpcConfig.SecurityGroupIds"].has_at_least(1)


CONTROL = Control(
    id="sagemaker-model-in-network",
    title="SageMaker models stand in at least two zones of a network",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Model",),
    holds=holds,
    fix="Set VpcConfig with isolated subnets of two Availability Zones, or use PrivateSageMakerEndpoint.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",),
    baseline=("NET-8", "HA-2"),
    satisfies=(NIST_SC_7,),
)
