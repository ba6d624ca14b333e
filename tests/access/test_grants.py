"""Who is given what, as a reviewer reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.access import EVERYBODY, Grant, grants_of
from secure_ai_constructs.assembly import load
from tests.judging import allow, deny, resource

if TYPE_CHECKING:
    from pathlib import Path

READS = allow(Action="s3:GetObject", Resource={"Fn::Sub": "${Bucket.Arn}/*"})
BUCKET = resource("AWS::S3::Bucket")


def found(folder: Path, **resources: dict[str, Any]) -> list[Grant]:
    file = folder / "t.json"
    file.write_text(json.dumps({"Resources": {"Bucket": BUCKET, **resources}}), encoding="utf-8")
    return list(grants_of(load(file)))


def at(path: str, one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "Metadata": {"aws:cdk:path": path}}


def test_a_role_has_what_it_holds_and_what_is_attached_to_it(tmp_path: Path) -> None:
    inline = [{"PolicyName": "Own", "PolicyDocument": READS}]
    attached = {"PolicyDocument": READS, "Roles": [{"Ref": "Reader"}]}
    role = at("App/Reader/Resource", resource("AWS::IAM::Role", {"Policies": inline}))
    grants = found(tmp_path, Reader=role, Attached=resource("AWS::IAM::Policy", attached))
    assert [(one.who, one.effect, one.actions, one.resources, one.logical_id) for one in grants] == [
        (("App/Reader",), "Allow", ("s3:GetObject",), ("Bucket/*",), "Attached"),
        (("App/Reader",), "Allow", ("s3:GetObject",), ("Bucket/*",), "Reader"),
    ]


def test_a_policy_of_aws_stands_by_its_name_and_one_of_the_app_by_what_it_says(tmp_path: Path) -> None:
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    role = resource("AWS::IAM::Role", {"ManagedPolicyArns": [arn, {"Ref": "Own"}]})
    own = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": READS})
    grants = found(tmp_path, Role=role, Own=own)
    assert [(one.who, one.actions) for one in grants] == [
        (("Role",), ("s3:GetObject",)),
        (("Role",), (f"what {arn} allows",)),
    ]


def test_what_guards_a_resource_names_it(tmp_path: Path) -> None:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    policy = deny(Principal="*", Action="s3:*", Resource={"Fn::GetAtt": ["Bucket", "Arn"]}, Condition=condition)
    key = allow(Principal={"AWS": "123456789012", "Service": "logs.amazonaws.com"}, Action="kms:*", Resource="*")
    grants = found(
        tmp_path,
        Policy=resource("AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": policy}),
        Key=at("App/Key/Resource", resource("AWS::KMS::Key", {"KeyPolicy": key})),
    )
    [keeper, everybody] = grants
    assert (keeper.who, keeper.resources) == (("123456789012", "logs.amazonaws.com"), ("App/Key",))
    assert (everybody.who, everybody.effect, everybody.resources) == ((EVERYBODY,), "Deny", ("Bucket",))
    assert json.loads(everybody.condition) == condition


def test_what_is_said_by_exception_is_told_as_one(tmp_path: Path) -> None:
    rest = {
        "Effect": "Allow",
        "NotPrincipal": {"AWS": "arn:aws:iam::1:role/a"},
        "NotAction": "s3:Put*",
        "NotResource": "b",
    }
    policy = {"Bucket": "b", "PolicyDocument": {"Statement": [rest]}}
    [grant] = found(tmp_path, Policy=resource("AWS::S3::BucketPolicy", policy))
    assert grant.who == ("everybody but arn:aws:iam::1:role/a",)
    assert (grant.actions, grant.resources) == (("all but s3:Put*",), ("all but b",))


def test_functions_and_collections_say_it_in_their_own_ways(tmp_path: Path) -> None:
    permission = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": "Ask"},
        "Principal": "events.amazonaws.com",
        "SourceArn": "arn:aws:events:a:1:rule/b",
    }
    rules = [{"ResourceType": "index", "Resource": ["index/c/d"], "Permission": ["aoss:ReadDocument"]}]
    data = [{"Rules": rules, "Principal": ["arn:aws:iam::1:role/reader"]}]
    grants = found(
        tmp_path,
        Ask=resource("AWS::Lambda::Function"),
        Permission=resource("AWS::Lambda::Permission", permission),
        Data=resource("AWS::OpenSearchServerless::AccessPolicy", {"Type": "data", "Policy": json.dumps(data)}),
    )
    assert [(one.who, one.actions, one.resources, one.condition) for one in grants] == [
        (("arn:aws:iam::1:role/reader",), ("aoss:ReadDocument",), ("index/c/d",), ""),
        (
            ("events.amazonaws.com",),
            ("lambda:InvokeFunction",),
            ("Ask",),
            '{"SourceArn": "arn:aws:events:a:1:rule/b"}',
        ),
    ]


def test_a_boundary_gives_nothing_and_what_never_exists_neither(tmp_path: Path) -> None:
    boundary = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": READS})
    bounded = resource("AWS::IAM::Role", {"PermissionsBoundary": {"Ref": "Boundary"}})
    never = {
        **resource("AWS::IAM::Role", {"Policies": [{"PolicyName": "a", "PolicyDocument": READS}]}),
        "Condition": "No",
    }
    file = tmp_path / "t.json"
    template = {
        "Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
        "Resources": {"Boundary": boundary, "Bounded": bounded, "Never": never},
    }
    file.write_text(json.dumps(template), encoding="utf-8")
    assert grants_of(load(file)) == ()
