"""Whether switching a team off blinds the audit."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.kms_audit_key_apart import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = resource("AWS::KMS::Key")
ARN = {"Fn::GetAtt": ["Subject", "Arn"]}
OTHER_ARN = {"Fn::GetAtt": ["Other", "Arn"]}


def vectors(key: Any = ARN) -> dict[str, Any]:
    return resource("AWS::S3Vectors::VectorBucket", {"EncryptionConfiguration": {"KmsKeyArn": key}})


def log(key: Any) -> dict[str, Any]:
    return resource("AWS::Logs::LogGroup", {"KmsKeyId": key})


def test_a_log_under_another_key_passes() -> None:
    assert judge(CONTROL, KEY, Vectors=vectors(), Log=log(OTHER_ARN), Other=KEY) is TRUE


def test_a_log_under_the_same_key_fails() -> None:
    assert judge(CONTROL, KEY, Vectors=vectors(), Log=log(ARN)) is FALSE


def test_a_trail_and_a_topic_under_the_same_key_fail() -> None:
    trail = resource("AWS::CloudTrail::Trail", {"KMSKeyId": {"Ref": "Subject"}})
    assert judge(CONTROL, KEY, Vectors=vectors(), Trail=trail) is FALSE
    topic = resource("AWS::SNS::Topic", {"KmsMasterKeyId": {"Ref": "Subject"}})
    assert judge(CONTROL, KEY, Vectors=vectors(), Topic=topic) is FALSE


def test_locked_evidence_under_the_same_key_fails() -> None:
    rule = {"ServerSideEncryptionByDefault": {"KMSMasterKeyID": ARN}}
    bucket = {"BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]}}
    locked = resource("AWS::S3::Bucket", {**bucket, "ObjectLockEnabled": True})
    assert judge(CONTROL, KEY, Vectors=vectors(), Evidence=locked) is FALSE
    assert judge(CONTROL, KEY, Vectors=vectors(), Documents=resource("AWS::S3::Bucket", bucket)) is TRUE


def test_data_of_every_kind_counts() -> None:
    source = {"ServerSideEncryptionConfiguration": {"KmsKeyArn": ARN}}
    assert judge(CONTROL, KEY, Source=resource("AWS::Bedrock::DataSource", source), Log=log(ARN)) is FALSE
    assert judge(CONTROL, KEY, Cluster=resource("AWS::RDS::DBCluster", {"KmsKeyId": ARN}), Log=log(ARN)) is FALSE


def test_a_bucket_that_is_tagged_as_data_counts() -> None:
    rule = {"ServerSideEncryptionByDefault": {"KMSMasterKeyID": ARN}}
    for profile, verdict in (("documents", FALSE), ("artifacts", NOT_APPLICABLE)):
        tags = [{"Key": "DataProfile", "Value": profile}]
        bucket = {"BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]}, "Tags": tags}
        assert judge(CONTROL, KEY, Bucket=resource("AWS::S3::Bucket", bucket), Log=log(ARN)) is verdict


def test_an_alias_hides_nothing() -> None:
    alias = resource("AWS::KMS::Alias", {"AliasName": "alias/team", "TargetKeyId": {"Ref": "Subject"}})
    topic = resource("AWS::SNS::Topic", {"KmsMasterKeyId": {"Ref": "Alias"}})
    assert judge(CONTROL, KEY, Vectors=vectors(), Alias=alias, Topic=topic) is FALSE
    assert judge(CONTROL, KEY, Vectors=vectors({"Ref": "Alias"}), Alias=alias, Log=log(ARN)) is FALSE


def test_a_log_under_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, KEY, Vectors=vectors(), Log=log(ANYTHING)) is UNKNOWN


def test_a_log_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, KEY, Vectors=vectors(), Log={**log(ARN), "Condition": "Maybe"}) is UNKNOWN


def test_a_key_that_encrypts_logs_alone_is_not_spoken_of() -> None:
    assert judge(CONTROL, KEY, Log=log(ARN)) is NOT_APPLICABLE
