"""The world that is made of templates: nothing that gives or takes is overlooked, and what is not understood is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.access import Request, Unsupported, World, evaluate
from secure_ai_constructs.access.world import arn_of, world_of
from secure_ai_constructs.assembly import Assembly, load
from tests.judging import allow, deny, resource

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = "123456789012"
READS = allow(Action="s3:GetObject", Resource="*")
BUCKET = resource("AWS::S3::Bucket", {"BucketName": "documents"})
OBJECT = "arn:aws:s3:::documents/a"


def assembly(folder: Path, region: str = "eu-central-1", **resources: dict[str, Any]) -> Assembly:
    conditions = {"Maybe": {"Fn::Equals": [{"Ref": "Given"}, "yes"]}, "Never": {"Fn::Equals": ["a", "b"]}}
    template = {
        "Parameters": {"Given": {"Type": "String"}},
        "Conditions": conditions,
        "Resources": {"Bucket": BUCKET, **resources},
    }
    (folder / "t.template.json").write_text(json.dumps(template), encoding="utf-8")
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://{ACCOUNT}/{region}",
        "properties": {"templateFile": "t.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"T": stack}}), encoding="utf-8")
    return load(folder)


def role(**properties: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Role", {"RoleName": "reader", **properties})


def reads(world: World, principal: str = f"arn:aws:iam::{ACCOUNT}:role/reader", **keys: str) -> bool:
    request = Request(
        principal=principal, action="s3:GetObject", resource=OBJECT, context={k: (v,) for k, v in keys.items()}
    )
    return evaluate(request, world).allowed


INLINE = [{"PolicyName": "Own", "PolicyDocument": READS}]
NEVER = {
    "Fn::If": [
        "Never",
        {"PolicyName": "Other", "PolicyDocument": deny(Action="*", Resource="*")},
        {"Ref": "AWS::NoValue"},
    ]
}


@pytest.mark.parametrize(
    ("properties", "beside"),
    [
        ({"Policies": INLINE}, {}),
        ({"Policies": [NEVER, *INLINE]}, {}),
        ({}, {"P": resource("AWS::IAM::Policy", {"PolicyDocument": READS, "Roles": [{"Ref": "Role"}]})}),
        ({}, {"P": resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": READS, "Roles": [{"Ref": "Role"}]})}),
        ({}, {"P": resource("AWS::IAM::RolePolicy", {"PolicyDocument": READS, "RoleName": {"Ref": "Role"}})}),
        ({"ManagedPolicyArns": [{"Ref": "P"}]}, {"P": resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": READS})}),
    ],
    ids=["inline", "beside one that is not there", "policy", "managed policy", "role policy", "by its ARN"],
)
def test_a_role_has_what_is_attached_to_it_in_whatever_way(
    tmp_path: Path, properties: dict[str, Any], beside: dict[str, Any]
) -> None:
    assert reads(world_of(assembly(tmp_path, Role=role(**properties), **beside)))


def test_a_role_without_any_has_none(tmp_path: Path) -> None:
    assert not reads(world_of(assembly(tmp_path, Role=role())))


def test_an_endpoint_without_a_policy_lets_everything_through(tmp_path: Path) -> None:
    way = {"aws:SourceVpce": "vpce-1"}
    found = world_of(
        assembly(
            tmp_path,
            Role=role(Policies=INLINE),
            Open=resource("AWS::EC2::VPCEndpoint"),
            Closed=resource("AWS::EC2::VPCEndpoint", {"PolicyDocument": {"Statement": []}}),
        )
    )
    [closed] = found.endpoints
    assert reads(found, **way)
    assert not reads(found, **{"aws:SourceVpce": closed})


def test_a_name_has_the_path_and_the_partition_of_its_role(tmp_path: Path) -> None:
    found = assembly(tmp_path, region="us-gov-west-1", Role=role(Path="/team/"))
    [only] = found.by_type["AWS::IAM::Role"]
    assert arn_of(only) == f"arn:aws-us-gov:iam::{ACCOUNT}:role/team/reader"


OPEN = allow(Principal="*", Action="*", Resource="*")


@pytest.mark.parametrize(
    "one",
    [
        {**resource("AWS::S3::BucketPolicy", {"Bucket": "documents", "PolicyDocument": OPEN}), "Condition": "Maybe"},
        {**role(Policies=INLINE), "Condition": "Maybe"},
        resource("AWS::S3::BucketPolicy", {"Bucket": "another", "PolicyDocument": OPEN}),
        resource("AWS::S3::AccessPoint", {"Bucket": "documents", "Policy": OPEN}),
        resource("AWS::SQS::QueueInlinePolicy", {"Queue": "q", "PolicyDocument": OPEN}),
        resource("AWS::ECR::Repository", {"RepositoryPolicyText": OPEN}),
        resource("AWS::IAM::User", {"Policies": INLINE}),
        resource("AWS::IAM::Group", {"Policies": INLINE}),
        role(ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
        role(Policies={"Ref": "Given"}),
        resource(
            "AWS::S3::BucketPolicy",
            {
                "Bucket": "documents",
                "PolicyDocument": allow(Principal="*", Action="*", Resource={"Fn::GetAtt": ["Made", "Arn"]}),
            },
        ),
    ],
    ids=lambda one: one["Type"],
)
def test_what_is_not_read_or_not_certain_is_refused(tmp_path: Path, one: dict[str, Any]) -> None:
    with pytest.raises(Unsupported):
        world_of(assembly(tmp_path, Made=resource("Custom::Thing"), One=one))


def test_what_never_exists_or_holds_no_policy_is_no_matter(tmp_path: Path) -> None:
    never = {**resource("AWS::IAM::User", {"Policies": INLINE}), "Condition": "Never"}
    repository = resource("AWS::ECR::Repository")
    assert not world_of(assembly(tmp_path, Never=never, Repository=repository)).identities
