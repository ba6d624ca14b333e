"""Where a team's vectors live: a choice that is a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from secure_ai_constructs.patterns.foundation.kind import require_kind, require_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_cdk import aws_bedrock as bedrock
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from constructs import Construct, IDependable

    from secure_ai_constructs.patterns.foundation import PrivateNetwork
    from secure_ai_constructs.patterns.foundation.operations import Operations
    from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel

LARGEST_CAPACITY = 256
"""Of an Aurora cluster, in its units."""


class TeamVectors(Protocol):
    """The vectors of one team, as its knowledge base needs them."""

    @property
    def variant(self) -> str:
        """What of a choice replaces the store, beside how documents are processed; empty of the usual one."""

    @property
    def storage(self) -> bedrock.CfnKnowledgeBase.StorageConfigurationProperty:
        """How the knowledge base finds them."""

    @property
    def statements(self) -> list[dict[str, Any]]:
        """What the knowledge base's role must be allowed, in IAM's own words."""

    def lock_to(self, role: iam.IRole) -> list[IDependable]:
        """Refuses the vectors to everyone but the role; returns what must be there before the knowledge base."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a store of a team is made with."""

    key: kms.IKey
    """The team's."""
    embedding: EmbeddingModel
    fingerprint: str
    """Of how documents are processed: vectors of two ways must not meet in one index."""
    network: PrivateNetwork
    operations: Operations


@dataclass(frozen=True, slots=True)
class VectorStore:
    """A kind of vector store; each team gets one of its own."""

    kind: str
    _vectors: Callable[[Construct, str, Surroundings], TeamVectors]
    resource_type: str
    """The CloudFormation type without which it cannot be made in a Region."""

    def __post_init__(self) -> None:
        require_kind("a vector store's kind", self.kind, str)
        require_kind("a vector store's resource_type", self.resource_type, str)
        if not callable(self._vectors):
            raise ValueError(
                f"a vector store must be made by VectorStore.s3_vectors(), .opensearch_serverless() or "
                f".aurora_postgresql(), was made with {self._vectors!r}"
            )

    @staticmethod
    def s3_vectors() -> VectorStore:
        """Amazon S3 Vectors: no cluster to pay for at rest, and a key of one's own for every index."""
        from secure_ai_constructs.patterns.rag.s3_vectors import S3Vectors  # noqa: PLC0415 - only what is used

        return VectorStore(
            "s3-vectors",
            lambda scope, name, around: S3Vectors(
                scope, name, key=around.key, embedding=around.embedding, fingerprint=around.fingerprint
            ),
            "AWS::S3Vectors::Index",
        )

    @staticmethod
    def opensearch_serverless(*, standby_replicas: bool = True) -> VectorStore:
        """OpenSearch Serverless: hybrid search, at the price of capacity that runs all the time.

        A classic collection with a key of its own shares its capacity with no other team. Standby
        replicas in another zone double the least capacity; without them, a control warns.
        """
        require_kind("standby_replicas", standby_replicas, bool)
        from secure_ai_constructs.patterns.rag.opensearch_serverless import (  # noqa: PLC0415 - only what is used
            OpenSearchServerless,
        )

        return VectorStore(
            "opensearch-serverless",
            lambda scope, name, around: OpenSearchServerless(
                scope, name, surroundings=around, standby_replicas=standby_replicas
            ),
            "AWS::OpenSearchServerless::Collection",
        )

    @staticmethod
    def aurora_postgresql(*, max_capacity: float = 4) -> VectorStore:
        """Aurora PostgreSQL Serverless v2 with pgvector: SQL beside the vectors, and nothing to pay while it sleeps.

        `max_capacity` is in Aurora capacity units, from 1 to 256 in halves; it sleeps at zero. Raises
        ValueError for any other.
        """
        require_number("max_capacity", max_capacity)
        if not 1 <= max_capacity <= LARGEST_CAPACITY or max_capacity % 0.5:
            raise ValueError(f"max_capacity must be from 1 to {LARGEST_CAPACITY} in halves, was {max_capacity}")
        from secure_ai_constructs.patterns.rag.aurora_postgresql import (  # noqa: PLC0415 - only what is used
            AuroraPostgresql,
        )

        return VectorStore(
            "aurora-postgresql",
            lambda scope, name, around: AuroraPostgresql(scope, name, surroundings=around, max_capacity=max_capacity),
            "AWS::RDS::DBCluster",
        )

    def create(self, scope: Construct, surroundings: Surroundings) -> TeamVectors:
        """The team's own store in its own scope."""
        return self._vectors(scope, "Vectors", surroundings)
