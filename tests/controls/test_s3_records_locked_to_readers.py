"""Who reads what was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.s3_records_locked_to_readers import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, deny, judge, resource

OBJECTS = {"Fn::Sub": "${Subject.Arn}/*"}
ACTIONS = ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject"]
READER = {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/auditor"]}}


def bucket(profile: Any = "logs") -> dict[str, Any]:
    tags = [{"Key": "DataProfile", "Value": profile}] if profile else []
    return resource("AWS::S3::Bucket", {"Tags": tags})


def policy(**statement: Any) -> dict[str, Any]:
    locked = {"Principal": "*", "Action": ACTIONS, "Resource": OBJECTS, "Condition": READER, **statement}
    return resource("AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Subject"}, "PolicyDocument": deny(**locked)})


@pytest.mark.parametrize("profile", ["artifacts", "evidence", "history", "logs"])
def test_a_lock_to_named_readers_passes(profile: str) -> None:
    assert judge(CONTROL, bucket(profile), Policy=policy()) is TRUE


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "s3:GetObject*"},
        {"Resource": {"Fn::GetAtt": ["Subject", "Arn"]}},
        {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "*"}}},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/one"}},
    ],
    ids=str,
)
def test_a_lock_that_spares_more_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, bucket(), Policy=policy(**statement)) is FALSE


@pytest.mark.parametrize("condition", [{"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}, {}])
def test_a_bucket_that_services_alone_use_is_locked(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, bucket(), Policy=policy(Condition=condition)) is TRUE


def test_services_are_not_denied_instead() -> None:
    services = {"Bool": {"aws:PrincipalIsAWSService": "true"}}
    assert judge(CONTROL, bucket(), Policy=policy(Condition=services)) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, bucket()) is FALSE


def test_readers_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, bucket(), Policy=policy(Condition=ANYTHING)) is UNKNOWN


def test_what_says_not_what_it_is_for_is_not_spoken_of() -> None:
    assert judge(CONTROL, bucket("")) is NOT_APPLICABLE


def test_what_a_knowledge_base_reads_another_control_asks_for() -> None:
    read = {"DataSourceConfiguration": {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}}
    source = resource("AWS::Bedrock::DataSource", read)
    assert judge(CONTROL, bucket("documents"), Source=source) is NOT_APPLICABLE
