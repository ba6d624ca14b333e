"""Whether one key stands for the documents of two knowledge bases."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_source_own_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

BASES = {"Base": resource("AWS::Bedrock::KnowledgeBase"), "OtherBase": resource("AWS::Bedrock::KnowledgeBase")}
KEYS = {"Key": resource("AWS::KMS::Key"), "OtherKey": resource("AWS::KMS::Key")}
KEY, OTHER_KEY = {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "OtherKey"}


def bucket(key: Any) -> dict[str, Any]:
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = [{"ServerSideEncryptionByDefault": by_default}]
    return resource("AWS::S3::Bucket", {"BucketEncryption": {"ServerSideEncryptionConfiguration": rules}})


def source(of: str, base: Any) -> dict[str, Any]:
    configuration = {"Type": "S3", "S3Configuration": {"BucketArn": {"Fn::GetAtt": [of, "Arn"]}}}
    return resource("AWS::Bedrock::DataSource", {"KnowledgeBaseId": base, "DataSourceConfiguration": configuration})


def two(key: Any, other_key: Any, other_base: str = "OtherBase", beside: dict[str, Any] | None = None) -> Any:
    return judge(
        CONTROL,
        bucket(key),
        Source=source("Subject", {"Ref": "Base"}),
        Other=bucket(other_key),
        OtherSource=source("Other", {"Ref": other_base}),
        **BASES,
        **KEYS,
        **(beside or {}),
    )


def test_keys_of_their_own_pass() -> None:
    assert two(KEY, OTHER_KEY) is TRUE


def test_one_key_for_two_knowledge_bases_fails() -> None:
    assert two(KEY, KEY) is FALSE
    assert two(KEY, {"Ref": "Key"}) is FALSE


def test_an_alias_is_the_key_that_it_stands_for() -> None:
    alias = {"Alias": resource("AWS::KMS::Alias", {"AliasName": "alias/claims", "TargetKeyId": {"Ref": "Key"}})}
    for named in ({"Ref": "Alias"}, "alias/claims"):
        assert two(KEY, named, beside=alias) is FALSE
        assert two(named, KEY, beside=alias) is FALSE
        assert two(named, OTHER_KEY, beside=alias) is TRUE


def test_keys_that_are_written_out_are_compared() -> None:
    arn = "arn:aws:kms:eu-central-1:123456789012:key/"
    assert two(f"{arn}1", f"{arn}2") is TRUE
    assert two(f"{arn}1", f"{arn}1") is FALSE


def test_two_buckets_of_one_knowledge_base_may_share_a_key() -> None:
    assert two(KEY, KEY, "Base") is TRUE


def test_a_bucket_that_no_knowledge_base_reads_may_share_it() -> None:
    source_of_it = source("Subject", {"Ref": "Base"})
    assert judge(CONTROL, bucket(KEY), Source=source_of_it, Other=bucket(KEY), **BASES, **KEYS) is TRUE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert two(ANYTHING, KEY) is UNKNOWN
    assert two(KEY, ANYTHING) is UNKNOWN


def test_without_a_key_another_control_speaks() -> None:
    plain = resource("AWS::S3::Bucket")
    assert judge(CONTROL, plain, Source=source("Subject", {"Ref": "Base"}), **BASES) is NOT_APPLICABLE


def test_buckets_of_no_knowledge_base_are_not_spoken_of() -> None:
    assert judge(CONTROL, bucket(KEY), **KEYS) is NOT_APPLICABLE
