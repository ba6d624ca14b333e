"""Whose documents a knowledge base may read."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_knowledge_base_reads_own import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, allow, judge, resource, role_with

BASE = resource("AWS::Bedrock::KnowledgeBase", {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}})
BUCKET = resource("AWS::S3::Bucket")
OWN = {"Fn::Sub": "${Bucket.Arn}/*"}


def source(arn: Any = None) -> dict[str, Any]:
    read = {"S3Configuration": {"BucketArn": arn or {"Fn::GetAtt": ["Bucket", "Arn"]}}}
    return resource("AWS::Bedrock::DataSource", {"KnowledgeBaseId": SUBJECT, "DataSourceConfiguration": read})


def role(*named: Any, action: str = "s3:GetObject") -> dict[str, Any]:
    return role_with(allow(Action=action, Resource=list(named)))


def test_its_own_bucket_passes() -> None:
    assert judge(CONTROL, BASE, Bucket=BUCKET, Source=source(), Role=role(OWN)) is TRUE
    literal = source("arn:aws:s3:::claims")
    assert judge(CONTROL, BASE, Source=literal, Role=role("arn:aws:s3:::claims/public/*")) is TRUE


def test_another_bucket_beside_it_fails() -> None:
    for other in ("arn:aws:s3:::fraud/*", "*", "arn:aws:s3:::*"):
        assert judge(CONTROL, BASE, Bucket=BUCKET, Source=source(), Role=role(OWN, other)) is FALSE


def test_a_bucket_whose_name_begins_alike_is_another() -> None:
    literal = source("arn:aws:s3:::claims")
    assert judge(CONTROL, BASE, Source=literal, Role=role("arn:aws:s3:::claims-of-others/*")) is FALSE


def test_a_role_that_reads_nothing_passes() -> None:
    assert judge(CONTROL, BASE, Bucket=BUCKET, Source=source(), Role=role("*", action="bedrock:InvokeModel")) is TRUE


def test_a_policy_of_aws_reads_everything_and_what_others_read_nobody_knows() -> None:
    for name, expected in (("AmazonS3ReadOnlyAccess", FALSE), ("AWSXRayDaemonWriteAccess", TRUE), ("Own", UNKNOWN)):
        opened = role(OWN)
        opened["Properties"]["ManagedPolicyArns"] = [f"arn:aws:iam::aws:policy/{name}"]
        assert judge(CONTROL, BASE, Bucket=BUCKET, Source=source(), Role=opened) is expected


def test_a_bucket_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BASE, Bucket=BUCKET, Source=source(), Role=role(ANYTHING)) is UNKNOWN


def test_a_role_that_stands_elsewhere_is_not_spoken_of() -> None:
    elsewhere = resource("AWS::Bedrock::KnowledgeBase", {"RoleArn": "arn:aws:iam::123456789012:role/reader"})
    assert judge(CONTROL, elsewhere) is NOT_APPLICABLE
