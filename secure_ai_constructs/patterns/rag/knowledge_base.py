"""A knowledge base, its data source, and the one role that reads for them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from aws_cdk import Names, ReferenceStrength, RemovalPolicy, Stack
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.foundation import DataBucket
    from secure_ai_constructs.patterns.rag.document_processing import DocumentProcessing
    from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel
    from secure_ai_constructs.patterns.rag.vector_store import TeamVectors


class KnowledgeBase(Construct):
    """Bedrock reads one bucket, embeds with one model and searches one store, by a role for exactly that.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        documents: DataBucket,
        prefix: str,
        vectors: TeamVectors,
        vectors_key: kms.IKey,
        processing: DocumentProcessing,
    ) -> None:
        """Creates role, knowledge base and data source; only documents below `prefix` are read, if there is one."""
        super().__init__(scope, id)
        keys = [documents.key, *(() if vectors_key is documents.key else (vectors_key,))]
        self._keys = [one.key_arn for one in keys]
        self._documents, self._prefix, self._vectors = documents, prefix, vectors
        stack = Stack.of(self)
        embedding = processing.embedding
        self._models = [embedding.arn(stack), *processing.parsing.model_arns(stack)]
        self.role = self._role(stack)
        documents.grant_read_objects_to_service(self.role, prefix=prefix)
        before = vectors.lock_to(self.role)
        # What cannot be changed in place is part of the name: a replacement needs another one.
        self.name = _name(self, f"{processing.fingerprint}{type(vectors).__name__}{vectors.variant}")
        self.knowledge_base = self._knowledge_base(self.name, embedding)
        self.knowledge_base.node.add_dependency(documents, *before)
        # As of a guardrail's version: a replacement is another one to those who may ask it from another stack.
        self.knowledge_base.apply_cross_stack_reference_strength(ReferenceStrength.WEAK)
        self.data_source = self._data_source(_name(self, f"{self.name}{prefix}"), processing)

    @property
    def arn(self) -> str:
        """The knowledge base's ARN."""
        return self.knowledge_base.attr_knowledge_base_arn

    def _role(self, stack: Stack) -> iam.Role:
        """The policy is inline: Bedrock checks the permissions when it creates the knowledge base."""
        account = stack.account
        knowledge_bases = f"arn:{stack.partition}:bedrock:{stack.region}:{account}:knowledge-base/*"
        policy = {"Version": "2012-10-17", "Statement": self._statements(account)}
        return iam.Role(
            self,
            "Role",
            assumed_by=sourced_principal("bedrock.amazonaws.com", account=account, source=knowledge_bases),
            description="Bedrock reads the documents and vectors of one team, and nothing else",
            inline_policies={"KnowledgeBase": iam.PolicyDocument.from_json(policy)},
        )

    def _statements(self, account: str) -> list[dict[str, Any]]:
        """Objects are granted by the bucket's own policy."""
        own = {"StringEquals": {"aws:ResourceAccount": account}}
        below = {"StringLike": {"s3:prefix": [f"{self._prefix}*"]}} if self._prefix else {}
        return [
            {"Sid": "ReadAndEmbed", "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": self._models},
            {
                "Sid": "ListDocuments",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": self._documents.bucket.bucket_arn,
                "Condition": {**own, **below},
            },
            {
                "Sid": "UseKey",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": self._keys if len(self._keys) > 1 else self._keys[0],
            },
            *self._vectors.statements,
        ]

    def _knowledge_base(self, name: str, embedding: EmbeddingModel) -> bedrock.CfnKnowledgeBase:
        kind = bedrock.CfnKnowledgeBase
        configuration = kind.EmbeddingModelConfigurationProperty(
            bedrock_embedding_model_configuration=kind.BedrockEmbeddingModelConfigurationProperty(
                dimensions=embedding.dimensions, embedding_data_type="FLOAT32"
            )
        )
        return kind(
            self,
            "KnowledgeBase",
            name=name,
            role_arn=self.role.role_arn,
            knowledge_base_configuration=kind.KnowledgeBaseConfigurationProperty(
                type="VECTOR",
                vector_knowledge_base_configuration=kind.VectorKnowledgeBaseConfigurationProperty(
                    embedding_model_arn=self._models[0],
                    embedding_model_configuration=configuration if embedding.is_configurable else None,
                ),
            ),
            storage_configuration=self._vectors.storage,
        )

    def _data_source(self, name: str, processing: DocumentProcessing) -> bedrock.CfnDataSource:
        stack = Stack.of(self)
        kind = bedrock.CfnDataSource
        data_source = kind(
            self,
            "DataSource",
            name=name,
            knowledge_base_id=self.knowledge_base.attr_knowledge_base_id,
            data_source_configuration=kind.DataSourceConfigurationProperty(
                type="S3",
                s3_configuration=kind.S3DataSourceConfigurationProperty(
                    bucket_arn=self._documents.bucket.bucket_arn,
                    bucket_owner_account_id=stack.account,
                    inclusion_prefixes=[self._prefix] if self._prefix else None,
                ),
            ),
            vector_ingestion_configuration={
                "chunkingConfiguration": processing.chunking.as_configuration(),
                "parsingConfiguration": processing.parsing.as_configuration(stack),
            },
            # Vectors are kept like the index that holds them. DELETE would need the team's key and a role
            # that still reaches the index, neither of which is there after a replacement or a revocation.
            data_deletion_policy="RETAIN",
            server_side_encryption_configuration=kind.ServerSideEncryptionConfigurationProperty(
                kms_key_arn=self._documents.key.key_arn
            ),
        )
        data_source.apply_removal_policy(RemovalPolicy.DESTROY)
        return data_source


def _name(scope: Construct, frozen: str) -> str:
    digest = hashlib.sha256(frozen.encode()).hexdigest()[:8]
    return f"{Names.unique_resource_name(scope, max_length=80, separator='-')}-{digest}"
