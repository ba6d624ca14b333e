"""One tenant of a RAG: documents, vectors and knowledge base under a key and a role of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, KeyPurpose, Service
from secure_ai_constructs.patterns.foundation.caller import give, grant, named, require_apart, require_named_role
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.rag.document_ingestion import DocumentIngestion, knowledge_bases_of
from secure_ai_constructs.patterns.rag.governed_prompt import INSTRUCTIONS
from secure_ai_constructs.patterns.rag.ingestion_logs import IngestionLogs
from secure_ai_constructs.patterns.rag.knowledge_base import KnowledgeBase
from secure_ai_constructs.patterns.rag.language_model import LanguageModel
from secure_ai_constructs.patterns.rag.model_access import INVOKE_ACTIONS, ModelAccess
from secure_ai_constructs.patterns.rag.model_alarms import ModelAlarms
from secure_ai_constructs.patterns.rag.query_function import QueryFunction, require_question
from secure_ai_constructs.patterns.rag.query_policy import GUARDRAIL_ACTIONS, RETRIEVE_ACTIONS, query_statements
from secure_ai_constructs.patterns.rag.vector_store import Surroundings

if TYPE_CHECKING:
    from constructs import IConstruct

    from secure_ai_constructs.patterns.foundation import DataResidency, PrivateNetwork
    from secure_ai_constructs.patterns.foundation.operations import Operations
    from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
    from secure_ai_constructs.patterns.rag.document_processing import DocumentProcessing
    from secure_ai_constructs.patterns.rag.vector_store import VectorStore


@dataclass(frozen=True, slots=True)
class Shared:
    """What the teams of a RAG have in common: no data is in it."""

    name: str
    network: PrivateNetwork
    guardrail: ContentGuardrail
    operations: Operations
    residency: DataResidency
    processing: DocumentProcessing
    tokens_a_day: int


class Team(Construct):
    """A team's knowledge base and all that stands behind it; it shares no data with another team.

    Disabling the team's key stops ingestion and retrieval for this team and for no other.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        shared: Shared,
        store: VectorStore,
        documents: DataBucket | None = None,
        prefix: str = "",
    ) -> None:
        """Creates the team; use `SecureBedrockRag.add_team`."""
        super().__init__(scope, id)
        self.name, self.shared = name, shared
        self.key = shared.operations.data_key(
            self,
            "Key",
            description=f"Encrypts documents, vectors and instructions of {name}; disabling it stops the team",
            purposes=[KeyPurpose.DATA, KeyPurpose.VECTORS, KeyPurpose.PROMPTS],
        )
        self.documents = documents or DataBucket(
            self,
            "Documents",
            key=self.key.key,
            access_logs=shared.operations.access_logs,
            network=shared.network,
        )
        processing = shared.processing
        around = Surroundings(
            self.key.key, processing.embedding, processing.fingerprint, shared.network, shared.operations
        )
        self.vectors = store.create(self, around)
        self.knowledge_base = KnowledgeBase(
            self,
            "KnowledgeBase",
            documents=self.documents,
            prefix=prefix,
            vectors=self.vectors,
            vectors_key=self.key.key,
            processing=processing,
        )
        self.ingestion_logs = IngestionLogs(
            self,
            "IngestionLogs",
            knowledge_base=self.knowledge_base,
            rag=shared.name,
            team=name,
            operations=shared.operations,
        )
        self.ingestion = DocumentIngestion(
            self,
            "Ingestion",
            documents=self.documents,
            prefix=prefix,
            knowledge_base=self.knowledge_base,
            network=shared.network,
            operations=shared.operations,
            team=name,
        )
        self._models: dict[LanguageModel, ModelAccess] = {}
        self._scope = Construct(self, "Models")

    def access_to(self, model: LanguageModel) -> ModelAccess:
        """The team's way to a model, made once; it says in bills and logs whose question it was."""
        require_kind(f"{self.node.path}: model", model, LanguageModel)
        if model not in self._models:
            route = f"{model.geography}.{model.model_id}" if model.geography else model.model_id
            shared = self.shared
            access = ModelAccess(self._scope, route.replace(":", "-"), model=model, residency=shared.residency)
            ModelAlarms(
                access,
                "Alarms",
                access=access,
                guardrail=shared.guardrail,
                alerts=shared.operations.alerts,
                team=self.name,
                tokens_a_day=shared.tokens_a_day,
                parser=shared.processing.parsing.model,
            )
            self._models[model] = access
        return self._models[model]

    def grant_query(self, grantee: iam.IGrantable, *, model: LanguageModel) -> iam.Grant:
        """Lets a caller in the network retrieve from this knowledge base, and ask one model under the guardrail.

        Calls without the guardrail's present version, calls from outside the network's endpoints and
        calls with an API key are refused by an explicit Deny, which also overrides what the caller is
        granted elsewhere. Raises ValueError for a model that answers where data may not be, and for a
        caller in a stack that the team's depends on.
        AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
        """
        require_kind(f"{self.node.path}: model", model, LanguageModel)
        self.require_caller(grantee)
        access = self.access_to(model)
        statements = query_statements(
            self.knowledge_base.arn, access, self.shared.guardrail, self.open_endpoints(access)
        )
        give(grantee, (self._named(statement, access) for statement in statements[1:]), of=self)
        self.note_caller(grantee)
        return grant(grantee, RETRIEVE_ACTIONS, [self.knowledge_base.arn], of=self)

    def grant_upload(self, role: iam.IRole) -> None:
        """Lets a role add documents, by the policies of bucket and key alone: the role's own says nothing of them.

        The policies name the role, so it stands in the team's stack, in one that knows nothing of the team,
        or exists already; it comes through the network's S3 endpoint.
        """
        require_named_role(role, of=self)
        self.documents.grant_upload(role)

    def _named(self, statement: dict[str, Any], access: ModelAccess) -> dict[str, Any]:
        if statement["Effect"] == "Allow":
            return named(statement, self.node.path, access.node.path)
        return named(statement, self.shared.guardrail.node.path)

    def add_query_function(
        self,
        *,
        model: LanguageModel,
        instructions: str = INSTRUCTIONS,
        max_tokens: int = 800,
        passages: int = 5,
    ) -> QueryFunction:
        """A function that answers questions from the team's documents, once for a team.

        `max_tokens` limits an answer, `passages` what is retrieved for it; `instructions` are what the
        model is told about its task.
        """
        require_kind(f"{self.node.path}: model", model, LanguageModel)
        require_kind(f"{self.node.path}: instructions", instructions, str)
        require_question(max_tokens, passages, instructions, of=self.node.path)
        if self.node.try_find_child("Query"):
            raise ValueError(f"{self.node.path}: a team must have one query function; {self.name} has one already")
        return QueryFunction(
            self,
            "Query",
            team=self,
            access=self.access_to(model),
            instructions=instructions,
            max_tokens=max_tokens,
            passages=passages,
        )

    def open_endpoints(self, access: ModelAccess) -> list[str]:
        """Lets these calls through the network's endpoints, and returns the endpoints' ids."""
        stack, network = Stack.of(self), self.shared.network
        models = access.model.model_arns(stack)
        profiles = [self.own("application-inference-profile/*")] if access.profile else []
        if access.model.geography:
            profiles.append(access.model.source_arn(stack))
        guardrails = [self.own("guardrail/*"), *self.shared.guardrail.arns[1:]]
        network.reach(Service.BEDROCK_RUNTIME, actions=GUARDRAIL_ACTIONS[:1], resources=guardrails)
        runtime = network.reach(Service.BEDROCK_RUNTIME, actions=INVOKE_ACTIONS, resources=[*models, *profiles])
        agents = network.reach(
            Service.BEDROCK_AGENT_RUNTIME, actions=list(RETRIEVE_ACTIONS), resources=[knowledge_bases_of(self)]
        )
        return [runtime.vpc_endpoint_id, agents.vpc_endpoint_id]

    def require_caller(self, grantee: iam.IGrantable) -> None:
        """Raises ValueError for a caller in a stack that the team's depends on, for which policies of the team name it."""
        shared = self.shared
        network, guardrail, operations = shared.network, shared.guardrail, shared.operations
        depends_on = (network, network.vpc, guardrail, guardrail.key, operations, operations.access_logs)
        named_here = [role for bucket in self._buckets for role in bucket.roles]
        require_apart(grantee, of=self, depends_on=(*depends_on, *operations.stewards, *named_here))

    def note_caller(self, grantee: iam.IGrantable) -> None:
        """From now on its stack depends on the team's."""
        for bucket in self._buckets:
            bucket.note_dependent(cast("IConstruct", grantee.grant_principal))

    @property
    def _buckets(self) -> tuple[DataBucket, ...]:
        return self.documents, self.ingestion.manifests

    def own(self, resource: str) -> str:
        """The ARN of a Bedrock resource of this account and Region."""
        stack = Stack.of(self)
        return f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:{resource}"
