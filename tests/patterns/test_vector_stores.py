"""Three kinds of store: what each is made of, who gets at the vectors, and names that AWS takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Stack

from secure_ai_constructs import DocumentProcessing, EmbeddingModel, VectorStore
from tests.patterns.synthesis import ACCOUNT, Properties, by_sid, mentions, only, rag, resources

if TYPE_CHECKING:
    from secure_ai_constructs import SecureBedrockRag


@pytest.fixture(scope="session")
def claims(insurance: SecureBedrockRag) -> Stack:
    return Stack.of(insurance.teams["claims"])


@pytest.fixture(scope="session")
def fraud(insurance: SecureBedrockRag) -> Stack:
    return Stack.of(insurance.teams["fraud"])


@pytest.fixture(scope="session")
def legal(insurance: SecureBedrockRag) -> Stack:
    return Stack.of(insurance.teams["legal"])


def storage(scope: Stack) -> Properties:
    found: Properties = only(scope, "AWS::Bedrock::KnowledgeBase")["StorageConfiguration"]
    return found


def written(policy: Any) -> Any:
    """A policy that is JSON in a string, with the ids of what it names in place of what deployment knows."""
    if isinstance(policy, str):
        return json.loads(policy)
    parts = (one if isinstance(one, str) else str(next(iter(one.values()))) for one in policy["Fn::Join"][1])
    return json.loads("".join(part.replace("'", "") for part in parts))


def role_statements(scope: Stack, named: str) -> dict[str, Properties]:
    [inline] = only(scope, "AWS::IAM::Role", named)["Policies"]
    return by_sid(inline["PolicyDocument"])


def waits_for(scope: Stack, part: str) -> bool:
    [found] = resources(scope, "AWS::Bedrock::KnowledgeBase").values()
    return any(part in one for one in found["DependsOn"])


# S3 Vectors


def test_bucket_and_index_are_under_the_team_s_key(claims: Stack) -> None:
    for kind in ("VectorBucket", "Index"):
        encryption = only(claims, f"AWS::S3Vectors::{kind}")["EncryptionConfiguration"]
        assert encryption["SseType"] == "aws:kms"
        assert mentions(encryption["KmsKeyArn"], "TeamKey")


@pytest.mark.parametrize(
    ("embedding", "dimensions"),
    [(EmbeddingModel.cohere_multilingual_v3(), 1024), (EmbeddingModel.titan_text_v2(dimensions=256), 256)],
)
def test_the_index_has_the_dimensions_of_the_model(embedding: EmbeddingModel, dimensions: int) -> None:
    scope = Stack.of(rag(processing=DocumentProcessing(embedding=embedding)).add_team("claims"))
    index = only(scope, "AWS::S3Vectors::Index")
    assert (index["Dimension"], index["DataType"], index["DistanceMetric"]) == (dimensions, "float32", "cosine")
    keys = index["MetadataConfiguration"]["NonFilterableMetadataKeys"]
    assert keys == ["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"]


def test_vectors_in_s3_are_refused_to_all_but_the_knowledge_base(claims: Stack) -> None:
    lock = by_sid(only(claims, "AWS::S3Vectors::VectorBucketPolicy")["Policy"])["LockedToKnowledgeBase"]
    assert (lock["Effect"], lock["Principal"]) == ("Deny", "*")
    assert {"s3vectors:GetVectors", "s3vectors:QueryVectors", "s3vectors:PutVectors"} <= set(lock["Action"])
    [named] = lock["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    assert named["Fn::GetAtt"][0].startswith("TeamKnowledgeBaseRole")


def test_a_knowledge_base_finds_vectors_in_s3_by_their_index(claims: Stack) -> None:
    found = storage(claims)
    assert found["Type"] == "S3_VECTORS"
    assert mentions(found["S3VectorsConfiguration"], "IndexArn")


# OpenSearch Serverless


def test_the_four_policies_name_one_collection(fraud: Stack) -> None:
    name = only(fraud, "AWS::OpenSearchServerless::Collection")["Name"]
    encryption = only(fraud, "AWS::OpenSearchServerless::SecurityPolicy", "Encryption")
    network = only(fraud, "AWS::OpenSearchServerless::SecurityPolicy", "Network")
    access = only(fraud, "AWS::OpenSearchServerless::AccessPolicy")
    assert (encryption["Type"], network["Type"], access["Type"]) == ("encryption", "network", "data")
    assert {encryption["Name"], network["Name"], access["Name"]} == {name}
    for policy in (written(encryption["Policy"]), written(network["Policy"])[0]):
        [rule] = policy["Rules"]
        assert rule == {"ResourceType": "collection", "Resource": [f"collection/{name}"]}
    for statement in written(access["Policy"]):
        [rule] = statement["Rules"]
        assert rule["ResourceType"] == "index"
        assert [one.startswith(f"index/{name}/documents-") for one in rule["Resource"]] == [True]


def test_a_collection_is_under_the_team_s_key_private_and_standing_by(fraud: Stack) -> None:
    encryption = written(only(fraud, "AWS::OpenSearchServerless::SecurityPolicy", "Encryption")["Policy"])
    assert encryption["AWSOwnedKey"] is False
    assert "TeamKey" in encryption["KmsARN"]
    [network] = written(only(fraud, "AWS::OpenSearchServerless::SecurityPolicy", "Network")["Policy"])
    assert network["AllowFromPublic"] is False
    assert network["SourceServices"] == ["bedrock.amazonaws.com"]
    assert len(network["SourceVPCEs"]) == 1
    collection = only(fraud, "AWS::OpenSearchServerless::Collection")
    assert (collection["Type"], collection["StandbyReplicas"]) == ("VECTORSEARCH", "ENABLED")
    assert collection["DeletionProtection"] == "ENABLED"


def test_a_collection_has_no_tags_because_another_owner_would_replace_it(fraud: Stack) -> None:
    assert "Tags" not in only(fraud, "AWS::OpenSearchServerless::Collection")


def test_standby_replicas_are_a_choice() -> None:
    team = rag().add_team("fraud", store=VectorStore.opensearch_serverless(standby_replicas=False))
    assert only(Stack.of(team), "AWS::OpenSearchServerless::Collection")["StandbyReplicas"] == "DISABLED"


def test_the_knowledge_base_reads_and_writes_and_the_handler_makes_the_index(fraud: Stack) -> None:
    reads, makes = written(only(fraud, "AWS::OpenSearchServerless::AccessPolicy")["Policy"])
    assert ["TeamKnowledgeBaseRole" in one for one in reads["Principal"]] == [True]
    assert ["IndexFunctionRole" in one for one in makes["Principal"]] == [True]
    assert set(reads["Rules"][0]["Permission"]) == {
        "aoss:DescribeIndex",
        "aoss:ReadDocument",
        "aoss:UpdateIndex",
        "aoss:WriteDocument",
    }
    assert set(makes["Rules"][0]["Permission"]) == {"aoss:CreateIndex", "aoss:DescribeIndex"}
    for part in ("KnowledgeBaseRole", "IndexFunctionRole"):
        plane = role_statements(fraud, part)["Vectors"]
        assert plane["Action"] == "aoss:APIAccessAll"
        assert plane["Resource"]["Fn::GetAtt"] == ["TeamVectorsCollectionA995D2AF", "Arn"]


def test_the_collection_waits_for_its_policies_and_the_knowledge_base_for_the_index(fraud: Stack) -> None:
    [collection] = resources(fraud, "AWS::OpenSearchServerless::Collection").values()
    assert [part for part in ("EncryptionPolicy", "NetworkPolicy") if mentions(collection["DependsOn"], part)] == [
        "EncryptionPolicy",
        "NetworkPolicy",
    ]
    [index] = resources(fraud, "Custom::OpenSearchIndex").values()
    assert mentions(index["DependsOn"], "AccessPolicy")
    assert waits_for(fraud, "VectorsIndex")


def test_the_handler_and_the_knowledge_base_mean_the_same_index(fraud: Stack) -> None:
    index, found = only(fraud, "Custom::OpenSearchIndex"), storage(fraud)["OpensearchServerlessConfiguration"]
    assert index["Index"] == found["VectorIndexName"]
    assert int(index["Dimensions"]) == 1024
    assert {key: index[key] for key in ("VectorField", "TextField", "MetadataField")} == found["FieldMapping"]


def test_the_handler_stands_in_the_network_and_can_answer_cloudformation(
    insurance: SecureBedrockRag, fraud: Stack
) -> None:
    assert "VpcConfig" in only(fraud, "AWS::Lambda::Function", "IndexFunction")
    gateways = resources(Stack.of(insurance), "AWS::EC2::VPCEndpoint", "VpcS3").values()
    assert mentions(list(gateways), "CustomResourceAnswers")


def test_one_endpoint_of_the_network_serves_all_collections() -> None:
    found = rag()
    for name in ("fraud", "risk"):
        found.add_team(name, store=VectorStore.opensearch_serverless())
    assert len(resources(Stack.of(found), "AWS::OpenSearchServerless::VpcEndpoint")) == 1


# Aurora PostgreSQL


def test_a_cluster_is_encrypted_backed_up_and_reached_by_the_data_api_alone(legal: Stack) -> None:
    cluster = only(legal, "AWS::RDS::DBCluster")
    assert cluster["StorageEncrypted"] is True
    assert mentions(cluster["KmsKeyId"], "TeamKey")
    assert cluster["EnableHttpEndpoint"] is True
    assert cluster["DeletionProtection"] is True
    assert cluster["BackupRetentionPeriod"] == 14
    assert mentions(cluster["MasterUserSecret"], "TeamKey")
    assert "MasterUserPassword" not in cluster
    assert cluster["ServerlessV2ScalingConfiguration"]["MinCapacity"] == 0
    group = only(legal, "AWS::EC2::SecurityGroup", "VectorsSecurityGroup")
    assert "SecurityGroupIngress" not in group
    assert not [
        one
        for one in resources(legal, "AWS::EC2::SecurityGroupIngress").values()
        if mentions(one["Properties"]["GroupId"], "VectorsSecurityGroup")
    ]


def test_an_instance_is_serverless_and_not_public(legal: Stack) -> None:
    instance = only(legal, "AWS::RDS::DBInstance")
    assert (instance["DBInstanceClass"], instance["PubliclyAccessible"]) == ("db.serverless", False)


@pytest.mark.parametrize("capacity", [1, 8.5, 256])
def test_the_largest_capacity_is_a_choice(capacity: float) -> None:
    team = rag().add_team("legal", store=VectorStore.aurora_postgresql(max_capacity=capacity))
    scaling = only(Stack.of(team), "AWS::RDS::DBCluster")["ServerlessV2ScalingConfiguration"]
    assert scaling["MaxCapacity"] == capacity


def test_the_secret_is_read_by_the_knowledge_base_and_two_handlers(legal: Stack) -> None:
    lock = by_sid(only(legal, "AWS::SecretsManager::ResourcePolicy")["ResourcePolicy"])["LockedToKnowledgeBase"]
    assert (lock["Effect"], lock["Action"]) == ("Deny", "secretsmanager:GetSecretValue")
    named = [one["Fn::GetAtt"][0] for one in lock["Condition"]["ArnNotLike"]["aws:PrincipalArn"]]
    parts = ("KnowledgeBaseRole", "TableFunctionRole", "RotationFunctionRole")
    assert [part in one for part, one in zip(parts, named, strict=True)] == [True, True, True]


def test_a_password_is_generated_and_rotates_after_the_table_is_there(legal: Stack) -> None:
    secret = only(legal, "AWS::SecretsManager::Secret")["GenerateSecretString"]
    assert json.loads(secret["SecretStringTemplate"]) == {"username": "bedrock_user"}
    assert secret["GenerateStringKey"] == "password"
    [rotation] = resources(legal, "AWS::SecretsManager::RotationSchedule").values()
    assert rotation["Properties"]["RotationRules"] == {"AutomaticallyAfterDays": 30}
    assert rotation["Properties"]["RotateImmediatelyOnUpdate"] is False
    assert mentions(rotation["DependsOn"], "VectorsTable")


def test_secrets_manager_may_rotate_this_secret_alone(legal: Stack) -> None:
    permission = only(legal, "AWS::Lambda::Permission", "Rotate")
    assert permission["Principal"] == "secretsmanager.amazonaws.com"
    assert permission["SourceAccount"] == ACCOUNT
    assert mentions(permission["SourceArn"], "VectorsSecret")


def test_the_table_is_what_the_knowledge_base_expects(legal: Stack) -> None:
    table, found = only(legal, "Custom::VectorTable"), storage(legal)["RdsConfiguration"]
    assert f"{table['Schema']}.{table['Table']}" == found["TableName"]
    assert int(table["Dimensions"]) == 1024
    assert found["FieldMapping"] == {
        "PrimaryKeyField": "id",
        "VectorField": "embedding",
        "TextField": "chunks",
        "MetadataField": "metadata",
        "CustomMetadataField": "custom_metadata",
    }
    assert waits_for(legal, "VectorsTable")
    assert waits_for(legal, "VectorsInstance")


def test_handlers_of_a_cluster_have_the_data_api_and_two_secrets(legal: Stack) -> None:
    for part in ("TableFunctionRole", "RotationFunctionRole"):
        found = role_statements(legal, part)
        assert found["Statements"]["Action"] == "rds-data:ExecuteStatement"
        for sid, named in (("Statements", "VectorsCluster"), ("ReadMasterSecret", "VectorsCluster")):
            assert mentions(found[sid]["Resource"], named)
        assert mentions(found["ReadSecret"]["Resource"], "VectorsSecret")
        assert mentions(found["UseTeamKey"]["Resource"], "TeamKey")
    assert "Rotate" not in role_statements(legal, "TableFunctionRole")


# All of them


@pytest.mark.parametrize("name", ["claims", "fraud", "legal"])
def test_the_way_to_the_vectors_is_one_of_the_team_s_own_resources(insurance: SecureBedrockRag, name: str) -> None:
    scope = Stack.of(insurance.teams[name])
    statements = role_statements(scope, "KnowledgeBaseRole")
    own = [sid for sid in statements if sid not in ("ReadAndEmbed", "ListDocuments", "UseKey")]
    assert own
    for sid in own:
        assert mentions(statements[sid]["Resource"], "TeamVectors"), sid
