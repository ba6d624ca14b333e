"""Vectors in OpenSearch Serverless: four policies from one object, and no way in but the network and Bedrock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from aws_cdk import aws_opensearchserverless as opensearch
from constructs import Construct, IDependable

from secure_ai_constructs.patterns.foundation import ServiceFunction
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.vector_store import Surroundings

VECTOR_FIELD, TEXT_FIELD, METADATA_FIELD = "embedding", "AMAZON_BEDROCK_TEXT_CHUNK", "AMAZON_BEDROCK_METADATA"
KNOWLEDGE_BASE_PERMISSIONS = ("aoss:DescribeIndex", "aoss:ReadDocument", "aoss:UpdateIndex", "aoss:WriteDocument")
"""What a knowledge base does to its index; it adds the mapping of a document's own metadata."""
INDEX_PERMISSIONS = ("aoss:CreateIndex", "aoss:DescribeIndex")
"""What the handler does that creates the index; it deletes nothing."""


class OpenSearchServerless(Construct):
    """A collection with one index, encrypted with the team's key, reachable by its knowledge base alone.

    The index is created by a handler inside the network: CloudFormation calls the collection from
    outside, where the network policy lets nobody in.
    AWS source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-overview.html
    """

    def __init__(self, scope: Construct, id: str, *, surroundings: Surroundings, standby_replicas: bool) -> None:
        """Creates policies, collection and index; the collection is kept when the stack is deleted."""
        super().__init__(scope, id)
        self._around, self._standby_replicas = surroundings, standby_replicas
        self._index = f"documents-{surroundings.fingerprint}"
        self._name = unique_name(self, "vectors", standby_replicas)
        self.encryption_policy = self._security_policy("EncryptionPolicy", "encryption", self._encryption())
        self.network_policy = self._security_policy("NetworkPolicy", "network", self._network())
        self.collection = opensearch.CfnCollection(
            self,
            "Collection",
            name=self._name,
            type="VECTORSEARCH",
            standby_replicas="ENABLED" if standby_replicas else "DISABLED",
            deletion_protection="ENABLED",
        )
        self.collection.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        # Its tags are create-only: another value of any tag of the app would replace the team's vectors.
        self.collection.add_property_deletion_override("Tags")
        for policy in (self.encryption_policy, self.network_policy):
            # A policy finds its collection by name, which makes no dependency.
            self.collection.add_resource_dependency(policy)
            policy.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.index_function = self._index_function()

    @property
    def variant(self) -> str:
        """A collection has standby replicas from the first day, or never."""
        return "" if self._standby_replicas else "without-standby"

    @property
    def storage(self) -> bedrock.CfnKnowledgeBase.StorageConfigurationProperty:
        """The index of the collection, and its fields."""
        kind = bedrock.CfnKnowledgeBase
        return kind.StorageConfigurationProperty(
            type="OPENSEARCH_SERVERLESS",
            opensearch_serverless_configuration=kind.OpenSearchServerlessConfigurationProperty(
                collection_arn=self.collection.attr_arn,
                vector_index_name=self._index,
                field_mapping=kind.OpenSearchServerlessFieldMappingProperty(
                    vector_field=VECTOR_FIELD, text_field=TEXT_FIELD, metadata_field=METADATA_FIELD
                ),
            ),
        )

    @property
    def statements(self) -> list[dict[str, Any]]:
        """The collection's data plane; what may be done there, the data access policy says."""
        return [_data_plane(self.collection.attr_arn)]

    def lock_to(self, role: iam.IRole) -> list[IDependable]:
        """Names the role, and the handler that makes the index, in the one data access policy."""
        index = {"ResourceType": "index", "Resource": [f"index/{self._name}/{self._index}"]}
        policy = [
            {
                "Description": "The knowledge base reads and writes documents",
                "Rules": [{**index, "Permission": list(KNOWLEDGE_BASE_PERMISSIONS)}],
                "Principal": [role.role_arn],
            },
            {
                "Description": "The handler creates the index",
                "Rules": [{**index, "Permission": list(INDEX_PERMISSIONS)}],
                "Principal": [self.index_function.role.role_arn],
            },
        ]
        self.access_policy = opensearch.CfnAccessPolicy(
            self, "AccessPolicy", name=self._name, type="data", policy=Stack.of(self).to_json_string(policy)
        )
        self.access_policy.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.index = CustomResource(
            self,
            "Index",
            service_token=self.index_function.function.function_arn,
            resource_type="Custom::OpenSearchIndex",
            properties={
                "Endpoint": self.collection.attr_collection_endpoint,
                "Index": self._index,
                "Dimensions": self._around.embedding.dimensions,
                "VectorField": VECTOR_FIELD,
                "TextField": TEXT_FIELD,
                "MetadataField": METADATA_FIELD,
            },
            service_timeout=Duration.minutes(15),
        )
        self.index.node.add_dependency(self.access_policy)
        if group := self.index_function.security_group:
            # The handler's way out must be there before it answers, and as long as it has to answer.
            self.index.node.add_dependency(group)
        return [self.index]

    def _encryption(self) -> dict[str, Any]:
        return {"Rules": [self._rule()], "AWSOwnedKey": False, "KmsARN": self._around.key.key_arn}

    def _network(self) -> list[dict[str, Any]]:
        """The endpoint of the network for the handler, Bedrock for the knowledge base; the dashboard for nobody."""
        return [
            {
                "Rules": [self._rule()],
                "AllowFromPublic": False,
                "SourceVPCEs": [self._around.network.opensearch.vpc_endpoint_id],
                "SourceServices": ["bedrock.amazonaws.com"],
            }
        ]

    def _rule(self) -> dict[str, Any]:
        return {"ResourceType": "collection", "Resource": [f"collection/{self._name}"]}

    def _security_policy(self, id: str, kind: str, policy: Any) -> opensearch.CfnSecurityPolicy:
        written = Stack.of(self).to_json_string(policy)
        return opensearch.CfnSecurityPolicy(self, id, name=self._name, type=kind, policy=written)

    def _index_function(self) -> ServiceFunction:
        network = self._around.network
        function = ServiceFunction(
            self,
            "IndexFunction",
            handler="opensearch_index",
            description="Creates the vector index of a team's collection",
            key=self._around.operations.key.key,
            network=network,
            timeout=Duration.minutes(10),
        )
        function.allow(_data_plane(self.collection.attr_arn))
        function.reach_opensearch()
        network.reach_answers()
        function.reach_s3()
        return function


def _data_plane(collection_arn: str) -> dict[str, Any]:
    return {"Sid": "Vectors", "Effect": "Allow", "Action": "aoss:APIAccessAll", "Resource": collection_arn}
