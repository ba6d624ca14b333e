"""Several teams ask a model about their documents, each with resources of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import Stack, Tags
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import AccessLogBucket, PrivateNetwork, Service
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
from secure_ai_constructs.patterns.rag.team import Team
from secure_ai_constructs.patterns.rag.vector_store import VectorStore

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEAM_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")


class SecureBedrockRag(Construct):
    """Retrieval-augmented generation for several teams, over a private network and one guardrail.

    Every team has a key, a bucket, a vector store, a role and a knowledge base of its own; only
    the guardrail, the network and the access-log bucket are shared. A caller reaches a team by
    `team.grant_query`, and must be allowed no other knowledge base.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        network: PrivateNetwork,
        owner: str,
        data_classification: str = "confidential",
        embedding: EmbeddingModel | None = None,
        guardrail: ContentGuardrail | None = None,
        access_logs: AccessLogBucket | None = None,
        revoker: iam.IRole | None = None,
    ) -> None:
        """Creates what the teams share; `owner` and `data_classification` become tags of every resource.

        `revoker` is the one role that the teams' keys name for switching a team off and on again.
        """
        super().__init__(scope, id)
        for name, text in (("owner", owner), ("data_classification", data_classification)):
            if not text.strip():
                raise ValueError(f"{self.node.path}: {name} must say something, was {text!r}")
        self.network = network
        self.embedding = embedding or EmbeddingModel.titan_text_v2()
        self.guardrail = guardrail or ContentGuardrail(self, "ContentGuardrail")
        self.access_logs = access_logs or AccessLogBucket(self, "AccessLogs")
        self._revoker = revoker
        self._teams: dict[str, Team] = {}
        self._scope = Construct(self, "Teams")
        self._reach_bedrock()
        Tags.of(self).add("Owner", owner)
        Tags.of(self).add("DataClassification", data_classification)

    @property
    def teams(self) -> Mapping[str, Team]:
        """The teams by name, in the order in which they were added."""
        return dict(self._teams)

    def add_team(self, name: str, *, store: VectorStore | None = None) -> Team:
        """A team with resources of its own, in S3 Vectors unless another `store` is chosen.

        The name becomes part of logical ids: another name is another team with new resources.
        Raises ValueError for a name that is taken or is not lower-case letters, digits and hyphens.
        """
        if not _TEAM_NAME.fullmatch(name):
            raise ValueError(
                f"{self.node.path}: a team's name must be 2 to 30 lower-case letters, digits and hyphens, "
                f"and start with a letter; was {name!r}"
            )
        if name in self._teams:
            raise ValueError(f"{self.node.path}: a team's name must be unique; there is a team {name!r} already")
        team = Team(
            self._scope,
            name,
            embedding=self.embedding,
            store=store or VectorStore.s3_vectors(),
            access_logs=self.access_logs,
            guardrail=self.guardrail,
            revoker=self._revoker,
        )
        Tags.of(team).add("Team", name)
        self._teams[name] = team
        return team

    def _reach_bedrock(self) -> None:
        """Callers in the network may invoke models and retrieve; which ones, their own policies say."""
        stack = Stack.of(self)
        own = f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}"
        self.network.reach(
            Service.BEDROCK_RUNTIME,
            actions=["bedrock:ApplyGuardrail", "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
            resources=[f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/*", f"{own}:guardrail/*"],
        )
        self.network.reach(
            Service.BEDROCK_AGENT_RUNTIME, actions=["bedrock:Retrieve"], resources=[f"{own}:knowledge-base/*"]
        )
