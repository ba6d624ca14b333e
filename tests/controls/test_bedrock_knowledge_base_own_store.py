"""Whether two knowledge bases answer from one index."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_knowledge_base_own_store import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def knowledge_base(index: Any) -> dict[str, Any]:
    storage = {"Type": "S3_VECTORS", "S3VectorsConfiguration": {"IndexArn": index}}
    return resource("AWS::Bedrock::KnowledgeBase", {"StorageConfiguration": storage})


INDEX = {"Fn::GetAtt": ["Index", "IndexArn"]}
OTHER_INDEX = {"Fn::GetAtt": ["OtherIndex", "IndexArn"]}
INDEXES = {"Index": resource("AWS::S3Vectors::Index"), "OtherIndex": resource("AWS::S3Vectors::Index")}


def test_an_index_of_its_own_passes() -> None:
    assert judge(CONTROL, knowledge_base(INDEX), Other=knowledge_base(OTHER_INDEX), **INDEXES) is TRUE


def test_a_shared_index_fails() -> None:
    assert judge(CONTROL, knowledge_base(INDEX), Other=knowledge_base(INDEX), **INDEXES) is FALSE


def test_no_storage_at_all_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase")) is FALSE


def test_a_store_outside_the_assembly_is_unknown() -> None:
    assert judge(CONTROL, knowledge_base(ANYTHING)) is UNKNOWN


def test_an_index_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::Index")) is NOT_APPLICABLE


def test_an_index_named_by_its_bucket_and_name_may_be_the_same_one() -> None:
    index = resource("AWS::S3Vectors::Index", {"VectorBucketArn": {"Fn::GetAtt": ["Bucket", "VectorBucketArn"]}})
    by_name = {"VectorBucketArn": {"Fn::GetAtt": ["Bucket", "VectorBucketArn"]}, "IndexName": "docs"}
    other = resource("AWS::Bedrock::KnowledgeBase", {"StorageConfiguration": {"S3VectorsConfiguration": by_name}})
    bucket = resource("AWS::S3Vectors::VectorBucket")
    assert judge(CONTROL, knowledge_base(INDEX), Index=index, Bucket=bucket, Other=other) is FALSE


def test_a_knowledge_base_without_vectors_is_not_spoken_of() -> None:
    of_tables = resource("AWS::Bedrock::KnowledgeBase", {"KnowledgeBaseConfiguration": {"Type": "SQL"}})
    assert judge(CONTROL, of_tables) is NOT_APPLICABLE
