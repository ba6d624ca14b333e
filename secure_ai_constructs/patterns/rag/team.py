"""One tenant of a RAG: documents, vectors and knowledge base under a key and a role of its own."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from aws_cdk import Names, RemovalPolicy, Stack
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import AccessLogBucket, CustomerKey, DataBucket, KeyPurpose

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
    from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
    from secure_ai_constructs.patterns.rag.vector_store import VectorStore


RETRIEVE_ACTIONS = ("bedrock:Retrieve",)
"""Never `bedrock:RetrieveAndGenerate`: it has no resource level, and its own model call escapes the guardrail."""

INVOKE_ACTIONS = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
"""Converse and ConverseStream are authorized as these two."""

BEARER_TOKEN_ACTIONS = ("bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken")
"""An API key inherits what its user may do, unless this is denied."""


class Team(Construct):
    """A team's knowledge base and all that stands behind it; it shares nothing with another team.

    Disabling the team's key stops ingestion and retrieval for this team and for no other.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        embedding: EmbeddingModel,
        store: VectorStore,
        access_logs: AccessLogBucket,
        guardrail: ContentGuardrail,
        revoker: iam.IRole | None = None,
    ) -> None:
        """Creates the team; use `SecureBedrockRag.add_team`."""
        super().__init__(scope, id)
        self.guardrail = guardrail
        self.key = CustomerKey(
            self,
            "Key",
            description=f"Encrypts documents and vectors of {id}; disabling it stops the team",
            purposes=[KeyPurpose.DATA, KeyPurpose.VECTORS],
            revoker=revoker,
        )
        self.documents = DataBucket(self, "Documents", key=self.key.key, access_logs=access_logs)
        self.vectors = store.create(self, key=self.key.key, embedding=embedding)
        self._model_arn = embedding.arn(Stack.of(self))
        self._key_arn = self.key.key.key_arn
        self._bucket_arn = self.documents.bucket.bucket_arn
        self.role = self._role()
        self.documents.grant_read_objects(self.role)
        self.vectors.lock_to(self.role)
        # Embedding and storage cannot be changed in place, and a replacement needs another name.
        digest = hashlib.sha256(f"{embedding}{store.kind}".encode()).hexdigest()[:8]
        name = f"{Names.unique_resource_name(self, max_length=80, separator='-')}-{digest}"
        self.knowledge_base = self._knowledge_base(name, embedding)
        self.data_source = self._data_source(name)

    def grant_query(self, grantee: iam.IGrantable, *, model_id: str) -> iam.Grant:
        """Lets a caller retrieve from this knowledge base, and ask one model under the guardrail.

        `model_id` is a foundation model in the Region of the stack, such as
        `anthropic.claude-3-haiku-20240307-v1:0`. Everything else stays refused: another knowledge
        base because nothing allows it; the model without the guardrail's present version, and API
        keys, by an explicit Deny that also overrides what the caller is granted elsewhere.
        Raises ValueError for an inference profile, whose prompts leave the Region.
        AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
        """
        if not _FOUNDATION_MODEL.fullmatch(model_id):
            raise ValueError(
                f"{self.node.path}: model_id must be a foundation model of the Region, "
                f"such as 'provider.model-v1:0', was {model_id!r}"
            )
        stack = Stack.of(self)
        model = f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{model_id}"
        for statement in _query_statements(self.knowledge_base.attr_knowledge_base_arn, model, self.guardrail):
            grantee.grant_principal.add_to_principal_policy(iam.PolicyStatement.from_json(statement))
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=["kms:Decrypt"], resource_arns=[self.guardrail.key.key_arn]
        )

    def _role(self) -> iam.Role:
        """The policy is inline: Bedrock checks the permissions when it creates the knowledge base."""
        stack = Stack.of(self)
        account = stack.account
        knowledge_bases = f"arn:{stack.partition}:bedrock:{stack.region}:{account}:knowledge-base/*"
        source = {"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": knowledge_bases}}
        policy = {"Version": "2012-10-17", "Statement": self._statements(account)}
        return iam.Role(
            self,
            "KnowledgeBaseRole",
            assumed_by=iam.ServicePrincipal("bedrock.amazonaws.com", conditions=source),
            description=f"Bedrock reads the documents and vectors of {self.node.id}, and nothing else",
            inline_policies={"KnowledgeBase": iam.PolicyDocument.from_json(policy)},
        )

    def _statements(self, account: str) -> list[dict[str, Any]]:
        return [
            {"Sid": "Embed", "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": self._model_arn},
            {
                "Sid": "ListDocuments",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": self._bucket_arn,
                "Condition": {"StringEquals": {"aws:ResourceAccount": account}},
            },
            {
                "Sid": "UseKey",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": self._key_arn,
            },
            *self.vectors.statements,
        ]

    def _knowledge_base(self, name: str, embedding: EmbeddingModel) -> bedrock.CfnKnowledgeBase:
        model = bedrock.CfnKnowledgeBase.EmbeddingModelConfigurationProperty(
            bedrock_embedding_model_configuration=bedrock.CfnKnowledgeBase.BedrockEmbeddingModelConfigurationProperty(
                dimensions=embedding.dimensions, embedding_data_type="FLOAT32"
            )
        )
        knowledge_base = bedrock.CfnKnowledgeBase(
            self,
            "KnowledgeBase",
            name=name,
            role_arn=self.role.role_arn,
            knowledge_base_configuration=bedrock.CfnKnowledgeBase.KnowledgeBaseConfigurationProperty(
                type="VECTOR",
                vector_knowledge_base_configuration=bedrock.CfnKnowledgeBase.VectorKnowledgeBaseConfigurationProperty(
                    embedding_model_arn=self._model_arn,
                    embedding_model_configuration=model if embedding.configurable else None,
                ),
            ),
            storage_configuration=self.vectors.storage,
        )
        knowledge_base.node.add_dependency(self.documents)
        return knowledge_base

    def _data_source(self, name: str) -> bedrock.CfnDataSource:
        data_source = bedrock.CfnDataSource(
            self,
            "DataSource",
            name=name,
            knowledge_base_id=self.knowledge_base.attr_knowledge_base_id,
            data_source_configuration=bedrock.CfnDataSource.DataSourceConfigurationProperty(
                type="S3",
                s3_configuration=bedrock.CfnDataSource.S3DataSourceConfigurationProperty(
                    bucket_arn=self._bucket_arn, bucket_owner_account_id=Stack.of(self).account
                ),
            ),
            # Vectors are kept like the index that holds them. DELETE would need the team's key and a role
            # that still reaches the index, neither of which is there after a replacement or a revocation.
            data_deletion_policy="RETAIN",
            server_side_encryption_configuration=bedrock.CfnDataSource.ServerSideEncryptionConfigurationProperty(
                kms_key_arn=self._key_arn
            ),
        )
        data_source.apply_removal_policy(RemovalPolicy.DESTROY)
        return data_source


_FOUNDATION_MODEL = re.compile(r"(?!(global|us|us-gov|eu|apac|jp|au|ca)\.)[a-z0-9-]+\.[a-z0-9.:-]+")


def _query_statements(knowledge_base: str, model: str, guardrail: ContentGuardrail) -> list[dict[str, Any]]:
    """`StringNotEquals` is true of an absent key, so the Deny also refuses a call that names no guardrail."""
    key, version = "bedrock:GuardrailIdentifier", guardrail.versioned_arn
    return [
        {"Sid": "Retrieve", "Effect": "Allow", "Action": list(RETRIEVE_ACTIONS), "Resource": knowledge_base},
        {
            "Sid": "InvokeGuarded",
            "Effect": "Allow",
            "Action": list(INVOKE_ACTIONS),
            "Resource": model,
            "Condition": {"StringEquals": {key: version}},
        },
        {
            "Sid": "NeverUnguarded",
            "Effect": "Deny",
            "Action": list(INVOKE_ACTIONS),
            "Resource": "*",
            "Condition": {"StringNotEquals": {key: version}},
        },
        {
            "Sid": "ApplyGuardrail",
            "Effect": "Allow",
            "Action": "bedrock:ApplyGuardrail",
            "Resource": guardrail.guardrail.attr_guardrail_arn,
        },
        {"Sid": "NoApiKeys", "Effect": "Deny", "Action": list(BEARER_TOKEN_ACTIONS), "Resource": "*"},
    ]
