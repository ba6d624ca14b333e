"""Several teams ask a model about their documents, each with resources of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from aws_cdk import Stack, Tags, Validations
from aws_cdk import aws_kms as kms
from constructs import Construct

from secure_ai_constructs.patterns.foundation import (
    DataBucket,
    DataProfile,
    DataResidency,
    Operations,
    PrivateNetwork,
)
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_beside
from secure_ai_constructs.patterns.foundation.register import enter, owner_of
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.document_processing import DocumentProcessing
from secure_ai_constructs.patterns.rag.language_model import LanguageModel
from secure_ai_constructs.patterns.rag.model_alarms import MOST_TOKENS_A_DAY, TOKENS_A_DAY
from secure_ai_constructs.patterns.rag.rag_dashboard import RagDashboard
from secure_ai_constructs.patterns.rag.team import Shared, Team
from secure_ai_constructs.patterns.rag.team_stacks import TeamStacks
from secure_ai_constructs.patterns.rag.vector_store import VectorStore
from secure_ai_constructs.patterns.sagemaker.model_card import CardContent, ModelCard, RiskRating

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_s3 as s3
    from constructs import IConstruct

_PREFIX = re.compile(r"(?=.{2,300}\Z)([\w!.'()=-]+/)+", re.ASCII)
_BELONGINGS = "BelongingsOfTeams"


class SecureBedrockRag(Construct):
    """Retrieval-augmented generation for several teams, over a private network and one guardrail.

    Every team has a stack, a key, a bucket, a vector store, a role and a knowledge base of its own;
    only the guardrail, the network and what the workload is run with are shared. A caller reaches a
    team by `team.grant_query` or `team.add_query_function`, and must be allowed no other knowledge base.
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
        residency: DataResidency | None = None,
        processing: DocumentProcessing | None = None,
        guardrail: ContentGuardrail | None = None,
        operations: Operations | None = None,
        tokens_a_day: int = TOKENS_A_DAY,
    ) -> None:
        """Creates what the teams share; `owner` and `data_classification` become tags of what can be tagged, but OpenSearch collections.

        `residency` is the Region of the stack alone unless given. More than `tokens_a_day` of a team and model raise an
        alarm. Raises ValueError when the Region, the
        network, the models and the residency do not fit one another.
        """
        super().__init__(scope, id)
        stack, path = Stack.of(self), self.node.path
        for name, text in (("owner", owner), ("data_classification", data_classification)):
            require_tag(f"{path}: {name}", text)
        require_kind(f"{path}: residency", residency, DataResidency, type(None))
        require_kind(f"{path}: processing", processing, DocumentProcessing, type(None))
        require_kind(f"{path}: guardrail", guardrail, ContentGuardrail, type(None))
        require_kind(f"{path}: operations", operations, Operations, type(None))
        require_kind(f"{path}: network", network, PrivateNetwork)
        if type(tokens_a_day) is not int or not 1 <= tokens_a_day <= MOST_TOKENS_A_DAY:
            raise ValueError(
                f"{path}: tokens_a_day must be a whole number from 1 to {MOST_TOKENS_A_DAY:,}, was {tokens_a_day!r}"
            )
        self.residency = residency or DataResidency.in_region(stack.region)
        self.residency.require_region(stack.region, of=path)
        require_offered(self, "AWS::Bedrock::KnowledgeBase")
        self.processing = processing or DocumentProcessing()
        self.processing.require_region(stack.region, of=path)
        for what, given in (("network", network), ("guardrail", guardrail), ("operations", operations)):
            if given:
                require_beside(what, given, of=self)
        if guardrail and guardrail.geography:
            self.residency.require_route("guardrail.v1:0", guardrail.geography, of=path, what="guardrail")
        self.network = network
        self.operations = operations or Operations(self, "Operations")
        self.guardrail = guardrail or ContentGuardrail(
            self,
            "ContentGuardrail",
            geography=self.residency.guardrail_geography_of(stack.region),
            administrator=self.operations.administrator,
        )
        self.guardrail.alarm_to(self.operations.alerts)
        self.dashboard = RagDashboard(self, "Dashboard", rag=self._name, guardrail=self.guardrail)
        self._shared = Shared(
            self._name,
            self.network,
            self.guardrail,
            self.operations,
            self.residency,
            self.processing,
            tokens_a_day,
        )
        self._teams: dict[str, Team] = {}
        self._stacks = TeamStacks(self, "Teams", rag=self._name)
        self._owner, self._data_classification = owner, data_classification
        shared = (self.guardrail, self.operations)
        for part in (self, *(one for one in shared if not one.data_classification)):
            self._classify(part)
        for one in shared:
            one.data_classification = one.data_classification or data_classification

    @property
    def teams(self) -> Mapping[str, Team]:
        """The teams by name, in the order in which they were added."""
        return dict(self._teams)

    def add_team(
        self,
        name: str,
        *,
        store: VectorStore | None = None,
        documents: DataBucket | None = None,
        prefix: str = "",
        stack: Stack | None = None,
    ) -> Team:
        """A team in a stack of its own, which no other team's coming or going changes.

        Vectors are in S3 Vectors unless another `store` is chosen. `documents` is a bucket that stands in the team's
        stack already; with a `prefix`, such as `public/`, only what lies below it is read. The stack is
        `stack_of(name)`, named for the team: another name is another team with new resources. A `stack` of your own,
        with its name, tags and synthesizer, may be given instead; it holds no other team, and not the RAG.
        Raises ValueError for a name, bucket or stack that is taken, and for a name that is not lower-case letters,
        digits and hyphens.
        """
        for what, given, kind in (("store", store, VectorStore), ("documents", documents, DataBucket)):
            require_kind(f"{self.node.path}: {what}", given, kind, type(None))
        store = store or VectorStore.s3_vectors()
        require_offered(self, store.resource_type)
        if stack is not None:
            self._stacks.check(name, stack)
        self._check_team(name, documents, prefix, stack or self._stacks.get(name))
        if stack is not None:
            self._stacks.take(name, stack)
        team = Team(
            self._stacks.make(name),
            "Team",
            name=name,
            shared=self._shared,
            store=store,
            documents=documents,
            prefix=prefix,
        )
        Tags.of(team).add("Team", name)
        if stack is not None:
            self._classify(team)
        if store.kind == "s3-vectors" and self.processing.chunking.strategy == "HIERARCHICAL":
            Validations.of(team).add_warning(
                "SecureAi-HierarchicalChunks",
                "AWS does not recommend hierarchical chunks in S3 Vectors: what they keep beside a vector may be too long",
            )
        self._teams[name] = team
        for entry in _belongings(team.documents, team.key.key):
            enter(self, _BELONGINGS, entry, owner=name)
        return team

    def stack_of(self, name: str) -> Stack:
        """The stack of a team, made when it is first asked for, which may be before the team is added.

        Raises ValueError for a name that is none, and when the stack's own would be too long or another's.
        """
        return self._stacks.make(name)

    def _classify(self, part: IConstruct) -> None:
        jurisdiction = self.residency.jurisdiction
        classify(part, owner=self._owner, data_classification=self._data_classification, jurisdiction=jurisdiction)

    def add_model_card(
        self, *, intended_use: str, risk: RiskRating, evaluation: str, limitations: str, model_id: str
    ) -> ModelCard:
        """The passport of the use case, for a reviewer to approve; one for a RAG.

        `model_id` is the model that answers; its provider's own card says how it was trained. Raises ValueError for
        a second card, for a text that is missing, and for a model that is none of Bedrock's.
        """
        LanguageModel.in_region(model_id)
        if self.node.try_find_child("ModelCard"):
            raise ValueError(f"{self.node.path}: a RAG must have one model card; this one has it already")
        content = CardContent(
            intended_use=intended_use,
            risk=risk,
            training="Trained by its provider, whose model card applies; no data of ours trains it.",
            evaluation=evaluation,
            limitations=limitations,
            owner=self._owner,
        )
        return ModelCard(
            self,
            "ModelCard",
            model_id=model_id,
            content=content,
            key=self.operations.key.key,
            version=str(self.guardrail.version.description),
            details={
                "data sources": "the documents of each team, in a bucket of its own",
                "provider's card": f"of {model_id}, which also says until when the model is offered",
                "guardrail": self.guardrail.versioned_arn,
                "grounding": f"{self.guardrail.grounding} and relevance {self.guardrail.relevance} at least",
                "embedding": self.processing.embedding.model_id,
                "residency": f"{self.residency.jurisdiction}: {', '.join(self.residency.regions)}",
            },
        )

    @property
    def _name(self) -> str:
        """What metrics call the RAG: its stack, and the way to it in there."""
        stack = Stack.of(self)
        return "-".join([stack.stack_name, *self.node.path.split("/")[len(stack.node.path.split("/")) :]])

    def _check_key(self, documents: DataBucket) -> None:
        """Whoever may use a team's key, or disable it, has to do with that team alone."""
        shared = {"the network": self.network.key.key, "the guardrail": self.guardrail.key}
        shared |= {"operations": self.operations.key.key, "the alerts": self.operations.alerts.key}
        own = _name(documents.key, documents.key.key_arn)
        found = next((whose for whose, key in shared.items() if _name(key, key.key_arn) == own), "")
        if not found and (team := owner_of(self, _BELONGINGS, f"key {own}")):
            found = f"team {team!r}"
        if found:
            raise ValueError(
                f"{self.node.path}: documents must be under a key of their own, or the team's switch switches others "
                f"off; {documents.node.path} was under the key of {found}"
            )

    def _check_team(self, name: str, documents: DataBucket | None, prefix: str, stack: Stack | None) -> None:
        """Makes nothing: what was refused leaves no stack behind."""
        path = self.node.path
        self._stacks.require_name(name)
        if name in self._teams:
            raise ValueError(f"{path}: a team's name must be unique; there is a team {name!r} already")
        if not isinstance(prefix, str) or (prefix and not _PREFIX.fullmatch(prefix)):
            raise ValueError(
                f"{path}: a prefix must be folders such as 'public/', in at most 300 letters, digits and !_.'()=-, "
                f"because policies name it, was {prefix!r}"
            )
        if documents:
            bucket, _ = _belongings(documents, documents.key)
            if other := owner_of(self, _BELONGINGS, bucket):
                raise ValueError(f"{path}: a team must have a bucket of its own; {other!r} has this one already")
            self._check_key(documents)
        if documents and Stack.of(documents) is not stack:
            raise ValueError(
                f"{path}: documents must stand in stack_of({name!r}), or in the stack that is given, because bucket and "
                f"team name one another; {documents.node.path} does not"
            )
        if documents and (documents.profile is not DataProfile.DOCUMENTS or documents.network is not self.network):
            raise ValueError(
                f"{path}: documents must be a bucket of the profile {DataProfile.DOCUMENTS.value} in the network of the "
                f"RAG, because it is scanned and reached through it; {documents.node.path} is one of "
                f"{documents.profile.value} in {documents.network.node.path if documents.network else 'no network'}"
            )


def _belongings(documents: DataBucket, key: kms.IKey) -> list[str]:
    """What no other team of the app may have, too: the bucket, and the keys."""
    keys = dict.fromkeys(f"key {_name(one, one.key_arn)}" for one in (key, documents.key))
    named = cast("s3.CfnBucket", documents.bucket.node.default_child).bucket_name
    return [f"bucket {named or documents.bucket.node.path}", *keys]


def _name(construct: IConstruct, name: str) -> str:
    """The name or ARN that AWS knows it by; while that is a token, the construct's own."""
    known = "${Token[" not in name and not name.endswith(kms.Key.DEFAULT_DUMMY_KEY_ID)
    return name if known else construct.node.path
