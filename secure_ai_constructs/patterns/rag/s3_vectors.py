"""Vectors in S3: a bucket and an index of the team's own, under its key, for its knowledge base alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3vectors as s3vectors
from constructs import Construct, IDependable

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel

VECTOR_ACTIONS = (
    "s3vectors:DeleteVectors",
    "s3vectors:GetIndex",
    "s3vectors:GetVectors",
    "s3vectors:PutVectors",
    "s3vectors:QueryVectors",
)
"""What a knowledge base does to its index."""

LOCKED_VECTOR_ACTIONS = (
    "s3vectors:DeleteVectors",
    "s3vectors:GetVectors",
    "s3vectors:ListVectors",
    "s3vectors:PutVectors",
    "s3vectors:QueryVectors",
)


class S3Vectors(Construct):
    """A vector bucket with one index, encrypted with the team's key and locked to its knowledge base.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        embedding: EmbeddingModel,
        fingerprint: str,
    ) -> None:
        """Creates bucket and index; both are kept when the stack is deleted."""
        super().__init__(scope, id)
        key_arn = key.key_arn
        self.vector_bucket = s3vectors.CfnVectorBucket(
            self,
            "VectorBucket",
            encryption_configuration=s3vectors.CfnVectorBucket.EncryptionConfigurationProperty(
                sse_type="aws:kms", kms_key_arn=key_arn
            ),
        )
        self._bucket_arn = self.vector_bucket.attr_vector_bucket_arn
        self.index = s3vectors.CfnIndex(
            self,
            "Index",
            vector_bucket_arn=self._bucket_arn,
            index_name=f"documents-{fingerprint}",
            data_type="float32",
            dimension=embedding.dimensions,
            distance_metric="cosine",
            encryption_configuration=s3vectors.CfnIndex.EncryptionConfigurationProperty(
                sse_type="aws:kms", kms_key_arn=key_arn
            ),
            # Bedrock stores the text and its source under these keys; they must be declared at creation.
            metadata_configuration=s3vectors.CfnIndex.MetadataConfigurationProperty(
                non_filterable_metadata_keys=["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"]
            ),
        )
        self._index_arn = self.index.attr_index_arn
        for resource in (self.vector_bucket, self.index):
            resource.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)

    @property
    def variant(self) -> str:
        """Nothing: an index is made in one way."""
        return ""

    @property
    def storage(self) -> bedrock.CfnKnowledgeBase.StorageConfigurationProperty:
        """The index by its ARN; S3 Vectors takes either that or bucket and name."""
        return bedrock.CfnKnowledgeBase.StorageConfigurationProperty(
            type="S3_VECTORS",
            s3_vectors_configuration=bedrock.CfnKnowledgeBase.S3VectorsConfigurationProperty(index_arn=self._index_arn),
        )

    @property
    def statements(self) -> list[dict[str, Any]]:
        """Reading and writing vectors of this index."""
        return [{"Sid": "Vectors", "Effect": "Allow", "Action": list(VECTOR_ACTIONS), "Resource": self._index_arn}]

    def lock_to(self, role: iam.IRole) -> list[IDependable]:
        """Denies vectors to every other principal, by the vector bucket's own policy."""
        lock = {
            "Sid": "LockedToKnowledgeBase",
            "Effect": "Deny",
            "Principal": "*",
            "Action": list(LOCKED_VECTOR_ACTIONS),
            "Resource": f"{self._bucket_arn}/index/*",
            "Condition": {
                "ArnNotLike": {"aws:PrincipalArn": [role.role_arn]},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        }
        self.policy = s3vectors.CfnVectorBucketPolicy(
            self,
            "Policy",
            vector_bucket_arn=self._bucket_arn,
            policy={"Version": "2012-10-17", "Statement": [lock]},
        )
        self.policy.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return []
