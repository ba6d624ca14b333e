"""A model of one's own and what stands around it, for tests of the constructs of SageMaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aws_cdk import Environment, Stack
from aws_cdk import aws_ecr as ecr

from secure_ai_constructs import (
    CardContent,
    ContainerImage,
    ModelArtifacts,
    Operations,
    PrivateNetwork,
    PrivateSageMakerEndpoint,
    RiskRating,
    ServedModel,
)
from tests.patterns.synthesis import beside, stack

DIGEST = f"sha256:{'0123456789abcdef' * 4}"
CARD = CardContent(
    intended_use="Rates payments for people who decide.",
    risk=RiskRating.HIGH,
    training="On payments of 2025, by the fraud team.",
    evaluation="AUC of 0.91 on payments of 2026.",
    limitations="Knows no payments abroad.",
    owner="fraud-platform",
)


@dataclass(frozen=True)
class Place:
    """What an endpoint needs, in the stacks where it should stand."""

    before: Stack
    """Network, operations and weights."""
    stack: Stack
    network: PrivateNetwork
    operations: Operations
    artifacts: ModelArtifacts
    image: ContainerImage


def place(scope: Stack | None = None, **of_network: Any) -> Place:
    before = scope or stack()
    network = PrivateNetwork(before, "Network", **of_network)
    operations = Operations(before, "Operations")
    artifacts = ModelArtifacts(before, "Artifacts", network=network, operations=operations)
    image = ContainerImage(ecr.Repository.from_repository_name(before, "Image", "fraud"), DIGEST)
    own = beside(before, "Scoring", Environment(account=before.account, region=before.region))
    return Place(before, own, network, operations, artifacts, image)


def endpoint(where: Place | None = None, **arguments: Any) -> PrivateSageMakerEndpoint:
    """An endpoint in a stack of its own, which stands after the one of its weights."""
    where = where or place()
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/1/model.tar.gz")
    given = {"model": served, "card": CARD, "network": where.network, "operations": where.operations, **arguments}
    return PrivateSageMakerEndpoint(where.stack, "Endpoint", **given)
