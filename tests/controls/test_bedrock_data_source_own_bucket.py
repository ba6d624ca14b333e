"""Whether two knowledge bases read the same documents."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_data_source_own_bucket import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

BUCKETS = {"Bucket": resource("AWS::S3::Bucket"), "OtherBucket": resource("AWS::S3::Bucket")}
BASES = {"Base": resource("AWS::Bedrock::KnowledgeBase"), "OtherBase": resource("AWS::Bedrock::KnowledgeBase")}
BUCKET = {"Fn::GetAtt": ["Bucket", "Arn"]}
OTHER_BUCKET = {"Fn::GetAtt": ["OtherBucket", "Arn"]}
BASE = {"Ref": "Base"}
OTHER_BASE = {"Fn::GetAtt": ["OtherBase", "KnowledgeBaseId"]}


def source(bucket: Any, base: Any = BASE, **s3: Any) -> dict[str, Any]:
    configuration = {"Type": "S3", "S3Configuration": {"BucketArn": bucket, **s3}}
    return resource("AWS::Bedrock::DataSource", {"KnowledgeBaseId": base, "DataSourceConfiguration": configuration})


def test_a_bucket_of_its_own_passes() -> None:
    assert judge(CONTROL, source(BUCKET), Other=source(OTHER_BUCKET, OTHER_BASE), **BUCKETS, **BASES) is TRUE


def test_two_sources_of_one_knowledge_base_may_share_a_bucket() -> None:
    assert judge(CONTROL, source(BUCKET), Other=source(BUCKET), **BUCKETS, **BASES) is TRUE


def test_a_bucket_that_another_knowledge_base_reads_fails() -> None:
    assert judge(CONTROL, source(BUCKET), Other=source(BUCKET, OTHER_BASE), **BUCKETS, **BASES) is FALSE


def test_prefixes_do_not_part_what_lies_in_one_bucket() -> None:
    other = source(BUCKET, OTHER_BASE, InclusionPrefixes=["b/"])
    assert judge(CONTROL, source(BUCKET, InclusionPrefixes=["a/"]), Other=other, **BUCKETS, **BASES) is FALSE


def test_knowledge_bases_that_are_written_out_differ_by_their_ids() -> None:
    assert judge(CONTROL, source(BUCKET, "AAAAAAAAAA"), Other=source(BUCKET, "BBBBBBBBBB"), **BUCKETS) is FALSE
    assert judge(CONTROL, source(BUCKET, "AAAAAAAAAA"), Other=source(BUCKET, "AAAAAAAAAA"), **BUCKETS) is TRUE


def test_a_bucket_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, source(ANYTHING), **BASES) is UNKNOWN


def test_a_knowledge_base_given_at_deployment_may_be_another_one() -> None:
    assert judge(CONTROL, source(BUCKET), Other=source(BUCKET, ANYTHING), **BUCKETS, **BASES) is UNKNOWN


def test_one_knowledge_base_given_at_deployment_to_both_passes() -> None:
    assert judge(CONTROL, source(BUCKET, ANYTHING), Other=source(BUCKET, ANYTHING), **BUCKETS) is TRUE


def test_another_source_that_may_not_be_created_is_unknown() -> None:
    other = {**source(BUCKET, OTHER_BASE), "Condition": "Maybe"}
    assert judge(CONTROL, source(BUCKET), Other=other, **BUCKETS, **BASES) is UNKNOWN


def test_a_source_that_is_no_bucket_is_not_spoken_of() -> None:
    web = {"DataSourceConfiguration": {"Type": "WEB", "WebConfiguration": {}}}
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource", web)) is NOT_APPLICABLE
