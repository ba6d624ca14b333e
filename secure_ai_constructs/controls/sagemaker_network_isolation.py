"""A container with a network can send weights and questions anywhere that its subnet can reach.

Network isolation takes the network interface away: SageMaker still carries requests and artifacts
for the container, but nothing else leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7, SECURITY_HUB_SAGEMAKER_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(model: Resource) -> Truth:
    return model["EnableNetworkIsolation"].equals(True)


CONTROL = Control(
    id="sagemaker-network-isolation",
    title="SageMaker models run in network isolation",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Model",),
    holds=holds,
    fix="Set EnableNetworkIsolation to true, or use PrivateSageMakerEndpoint.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",),
    baseline=("NET-8",),
    satisfies=(SECURITY_HUB_SAGEMAKER_5, NIST_SC_7),
)
