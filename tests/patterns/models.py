"""A model of one's own and what stands around it, for tests of the constructs of SageMaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aws_cdk import Environment, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam

from secure_ai_constructs import (
    CardContent,
    ContainerImage,
    ModelArtifacts,
    ModelRegistry,
    Operations,
    PrivateNetwork,
    PrivateSageMakerEndpoint,
    RiskRating,
    ServedModel,
)
from tests.patterns.synthesis import ACCOUNT, beside, stack

DIGEST = f"sha256:{'0123456789abcdef' * 4}"
CARD = CardContent(
    intended_use="Rates payments for people who decide.",
    risk=RiskRating.HIGH,
    training="On payments of 2025, by the fraud team.",
    evaluation="AUC of 0.91 on payments of 2026.",
    limitations="Knows no payments abroad.",
    owner="fraud-platform",
    facets=("channel", "gender"),
)


@dataclass(frozen=True)
class Place:
    """What an endpoint needs, in the stacks where it should stand."""

    before: Stack
    """Network, operations, weights and registry."""
    stack: Stack
    network: PrivateNetwork
    operations: Operations
    artifacts: ModelArtifacts
    registry: ModelRegistry
    image: ContainerImage


def place(scope: Stack | None = None, **of_network: Any) -> Place:
    before = scope or stack()
    network = PrivateNetwork(before, "Network", **of_network)
    operations = Operations(before, "Operations")
    artifacts = ModelArtifacts(before, "Artifacts", network=network, operations=operations)
    approver = iam.Role.from_role_arn(before, "Approver", f"arn:aws:iam::{ACCOUNT}:role/approver")
    registry = ModelRegistry(before, "Registry", approver=approver, description="Fraud models")
    image = ContainerImage(ecr.Repository.from_repository_name(before, "Image", "fraud"), DIGEST)
    own = beside(before, "Scoring", Environment(account=before.account, region=before.region))
    return Place(before, own, network, operations, artifacts, registry, image)


def endpoint(where: Place | None = None, **arguments: Any) -> PrivateSageMakerEndpoint:
    """An endpoint in a stack of its own, which stands after the one of its weights."""
    where = where or place()
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/1/model.tar.gz", where.registry.version(1))
    given = {"model": served, "card": CARD, "network": where.network, "operations": where.operations, **arguments}
    return PrivateSageMakerEndpoint(where.stack, "Endpoint", **given)
