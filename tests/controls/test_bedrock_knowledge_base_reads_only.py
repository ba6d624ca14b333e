"""Whether what reads the documents may write them."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_knowledge_base_reads_only import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

BASE = resource("AWS::Bedrock::KnowledgeBase", {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}})
DOCUMENTS = "arn:aws:s3:::documents/*"
READ = allow(Action=["s3:GetObject"], Resource=DOCUMENTS)
WRITE = allow(Action="s3:PutObject", Resource=DOCUMENTS)
ROLE = {"Ref": "Role"}


def role(*documents: Any, **properties: Any) -> dict[str, Any]:
    policies = [{"PolicyName": f"P{i}", "PolicyDocument": one} for i, one in enumerate(documents)]
    return resource("AWS::IAM::Role", {"Policies": policies, **properties})


def test_a_role_that_reads_passes() -> None:
    assert judge(CONTROL, BASE, Role=role(READ)) is TRUE


def test_a_role_that_writes_fails() -> None:
    assert judge(CONTROL, BASE, Role=role(READ, WRITE)) is FALSE


def test_a_role_that_deletes_versions_fails() -> None:
    assert judge(CONTROL, BASE, Role=role(allow(Action="s3:DeleteObjectVersion", Resource=DOCUMENTS))) is FALSE


def test_a_wildcard_writes() -> None:
    for action in ("*", "s3:*", "S3:Put*", "s3:?utObject"):
        assert judge(CONTROL, BASE, Role=role(allow(Action=action, Resource="*"))) is FALSE


def test_everything_but_something_else_writes() -> None:
    assert judge(CONTROL, BASE, Role=role(allow(NotAction="iam:*", Resource="*"))) is FALSE


def test_everywhere_but_somewhere_else_writes() -> None:
    assert judge(CONTROL, BASE, Role=role(allow(Action="s3:*", NotResource="arn:aws:s3:::logs/*"))) is FALSE


def test_every_object_of_every_service_writes() -> None:
    assert judge(CONTROL, BASE, Role=role(allow(Action="s3:*", Resource="arn:aws:*:::*"))) is FALSE


def test_a_policy_beside_the_role_counts() -> None:
    policy = resource("AWS::IAM::Policy", {"Roles": [ROLE], "PolicyDocument": WRITE})
    assert judge(CONTROL, BASE, Role=role(), Policy=policy) is FALSE


def test_a_managed_policy_counts_from_either_end() -> None:
    own = resource("AWS::IAM::ManagedPolicy", {"Roles": [ROLE], "PolicyDocument": WRITE})
    assert judge(CONTROL, BASE, Role=role(), Policy=own) is FALSE
    listed = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": WRITE})
    assert judge(CONTROL, BASE, Role=role(ManagedPolicyArns=[{"Ref": "Policy"}]), Policy=listed) is FALSE
    reading = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": READ})
    assert judge(CONTROL, BASE, Role=role(ManagedPolicyArns=[{"Ref": "Policy"}]), Policy=reading) is TRUE


def test_a_role_policy_counts() -> None:
    policy = resource("AWS::IAM::RolePolicy", {"RoleName": ROLE, "PolicyDocument": WRITE})
    assert judge(CONTROL, BASE, Role=role(), Policy=policy) is FALSE


def test_a_policy_of_aws_that_writes_fails() -> None:
    wide = role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3FullAccess"])
    assert judge(CONTROL, BASE, Role=wide) is FALSE


def test_a_policy_outside_the_assembly_is_unknown() -> None:
    outside = role(ManagedPolicyArns=["arn:aws:iam::123456789012:policy/of-the-team"])
    assert judge(CONTROL, BASE, Role=outside) is UNKNOWN


def test_images_may_be_written_into_a_bucket_that_no_knowledge_base_reads() -> None:
    write = allow(Action="s3:PutObject", Resource={"Fn::Sub": "${Images.Arn}/*"})
    images = resource("AWS::S3::Bucket")
    assert judge(CONTROL, BASE, Role=role(READ, write), Images=images) is TRUE
    location = {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Images", "Arn"]}}}
    source = resource("AWS::Bedrock::DataSource", {"DataSourceConfiguration": location})
    assert judge(CONTROL, BASE, Role=role(READ, write), Images=images, Source=source) is FALSE


def test_an_action_of_the_vector_store_is_no_writing_of_documents() -> None:
    put = allow(Action="s3vectors:PutVectors", Resource="arn:aws:s3vectors:eu-central-1:123456789012:bucket/v/index/i")
    assert judge(CONTROL, BASE, Role=role(READ, put)) is TRUE


def test_an_action_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BASE, Role=role(allow(Action=ANYTHING, Resource=DOCUMENTS))) is UNKNOWN


def test_a_role_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase", {"RoleArn": ANYTHING})) is UNKNOWN


def test_without_a_role_nothing_is_written() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase")) is TRUE


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, role(WRITE)) is NOT_APPLICABLE
