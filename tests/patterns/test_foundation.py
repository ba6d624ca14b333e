"""Keys, buckets and the network: what callers rely on beyond what the controls check."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template

from secure_ai_constructs import AccessLogBucket, CustomerKey, DataBucket, PrivateNetwork, Service
from secure_ai_constructs.patterns.foundation import KeyPurpose
from tests.patterns.synthesis import ENV, stack


def statements(scope: Stack, resource_type: str, document: str) -> list[dict[str, Any]]:
    """All statements of the policies of a type."""
    found = Template.from_stack(scope).find_resources(resource_type)
    return [one for data in found.values() for one in data["Properties"][document]["Statement"]]


def sids(scope: Stack, resource_type: str, document: str) -> set[str]:
    return {str(one.get("Sid")) for one in statements(scope, resource_type, document)}


# CustomerKey


def test_a_key_lets_in_only_the_services_of_its_purposes() -> None:
    data, logs = stack(), stack()
    CustomerKey(data, "Key", description="documents")
    CustomerKey(logs, "Key", description="logs", purposes=[KeyPurpose.LOGS, KeyPurpose.VECTORS])
    assert sids(data, "AWS::KMS::Key", "KeyPolicy") == {"AccountKeepsControl", "NoFastDeletion"}
    assert sids(logs, "AWS::KMS::Key", "KeyPolicy") == {
        "AccountKeepsControl",
        "NoFastDeletion",
        "LogGroups",
        "VectorIndexing",
    }


def test_a_key_stays_in_the_hands_of_its_account() -> None:
    scope = stack()
    CustomerKey(scope, "Key", description="documents")
    root = {"AWS": "arn:aws:iam::123456789012:root"}
    assert [
        one["Principal"] for one in statements(scope, "AWS::KMS::Key", "KeyPolicy") if one["Effect"] == "Allow"
    ] == [root]


def test_a_key_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Test/Key: purposes must name what the key encrypts, was empty"):
        CustomerKey(stack(), "Key", description="nothing", purposes=[])


def test_administrator_and_revoker_have_separate_duties() -> None:
    scope = stack()
    administrator, revoker = (
        iam.Role(scope, one, assumed_by=iam.AccountRootPrincipal()) for one in ("Admin", "Revoker")
    )
    CustomerKey(scope, "Key", description="documents", administrator=administrator, revoker=revoker)
    found = {one["Sid"]: set(one["Action"]) for one in statements(scope, "AWS::KMS::Key", "KeyPolicy")}
    assert found["Revocation"] == {"kms:DescribeKey", "kms:DisableKey", "kms:EnableKey"}
    assert found["Administration"] & found["Revocation"] == {"kms:DescribeKey"}
    for duty in ("Administration", "Revocation"):
        assert not found[duty] & {"kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:ScheduleKeyDeletion"}


# DataBucket


def bucket(scope: Stack) -> DataBucket:
    key = CustomerKey(scope, "Key", description="documents")
    return DataBucket(scope, "Documents", key=key.key, access_logs=AccessLogBucket(scope, "AccessLogs"))


def lock(scope: Stack) -> dict[str, Any]:
    [found] = [
        one
        for one in statements(scope, "AWS::S3::BucketPolicy", "PolicyDocument")
        if one.get("Sid") == "LockedToNamedPrincipals"
    ]
    return found


def test_a_bucket_is_locked_to_everyone_but_its_scanner_until_somebody_is_named() -> None:
    scope = stack()
    bucket(scope)
    [named] = lock(scope)["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    assert "MalwareScanRole" in named["Fn::GetAtt"][0]


def test_only_clean_objects_are_read_and_only_the_scanner_says_what_is_clean() -> None:
    scope = stack()
    documents = bucket(scope)
    documents.grant_read_objects(iam.Role(scope, "Reader", assumed_by=iam.AccountRootPrincipal()))
    found = {one.get("Sid"): one for one in statements(scope, "AWS::S3::BucketPolicy", "PolicyDocument")}
    gate, tags = found["OnlyCleanObjectsAreRead"], found["OnlyScannerTags"]
    assert gate["Condition"]["StringNotEquals"] == {
        "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND"
    }
    assert {"s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:DeleteObjectTagging"} <= set(tags["Action"])
    for one in (gate, tags):
        [scanner] = one["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
        assert one["Effect"] == "Deny"
        assert "MalwareScanRole" in scanner["Fn::GetAtt"][0]


def test_the_plan_waits_for_the_policy_that_lets_it_in() -> None:
    scope = stack()
    bucket(scope)
    [plan] = Template.from_stack(scope).find_resources("AWS::GuardDuty::MalwareProtectionPlan").values()
    assert any("BucketPolicy" in one for one in plan["DependsOn"])


def test_every_grant_opens_the_lock_for_one_principal() -> None:
    scope = stack()
    documents = bucket(scope)
    reader = iam.Role(scope, "Reader", assumed_by=iam.AccountRootPrincipal())
    writer = iam.Role(scope, "Writer", assumed_by=iam.AccountRootPrincipal())
    documents.grant_read_objects(reader)
    documents.grant_write_objects(writer)
    documents.grant_write_objects(reader)
    named = lock(scope)["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    assert [one["Fn::GetAtt"][0][:6] for one in named[1:]] == ["Reader", "Writer"]
    allowed = [one for one in statements(scope, "AWS::S3::BucketPolicy", "PolicyDocument") if one["Effect"] == "Allow"]
    assert sorted(one["Action"] for one in allowed if one["Sid"] not in ("LogDelivery", "ScanObjects")) == [
        "s3:GetObject",
        "s3:PutObject",
        "s3:PutObject",
    ]


def test_the_lock_spares_the_administration_of_the_bucket_itself() -> None:
    scope = stack()
    bucket(scope)
    assert set(lock(scope)["Action"]) == {
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
    }


ALGORITHM, KEY_ID = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"


def denies(statement: dict[str, Any], headers: dict[str, str]) -> bool:
    """Whether a Deny of these operators applies, as IAM evaluates them: negated ones are true of an absent key."""
    return all(
        (key not in headers) == (value == "true") if operator == "Null" else headers.get(key) != value
        for operator, keys in statement["Condition"].items()
        for key, value in keys.items()
    )


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({ALGORITHM: "AES256"}, True),
        ({ALGORITHM: "aws:kms"}, True),
        ({ALGORITHM: "aws:kms", KEY_ID: "another key"}, True),
        ({ALGORITHM: "aws:kms", KEY_ID: "our key"}, False),
    ],
)
def test_uploads_get_the_bucket_s_key_or_are_refused(headers: dict[str, str], *, refused: bool) -> None:
    scope = stack()
    bucket(scope)
    found = {one.get("Sid"): one for one in statements(scope, "AWS::S3::BucketPolicy", "PolicyDocument")}
    found["WrongKey"]["Condition"]["ArnNotEquals"][KEY_ID] = "our key"
    assert any(denies(found[sid], headers) for sid in ("WrongAlgorithm", "WrongKey")) is refused


def test_a_bucket_that_outlives_its_stack_keeps_its_lock() -> None:
    scope = stack()
    bucket(scope)
    for data in Template.from_stack(scope).find_resources("AWS::S3::BucketPolicy").values():
        assert (data["DeletionPolicy"], data["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_a_role_that_exists_already_can_be_granted_from_anywhere() -> None:
    scope = stack()
    documents = bucket(scope)
    other = Stack(scope.node.root, "Writers", env=ENV)  # type: ignore[arg-type]
    documents.grant_write_objects(iam.Role.from_role_arn(other, "Writer", "arn:aws:iam::123456789012:role/writer"))
    assert "arn:aws:iam::123456789012:role/writer" in lock(scope)["Condition"]["ArnNotLike"]["aws:PrincipalArn"]


def test_the_log_bucket_s_policy_does_not_grow_with_its_sources() -> None:
    one, many = stack(), stack()
    for scope, names in ((one, ["A"]), (many, ["A", "B", "C"])):
        logs = AccessLogBucket(scope, "AccessLogs")
        key = CustomerKey(scope, "Key", description="documents")
        for name in names:
            DataBucket(scope, name, key=key.key, access_logs=logs)
    deliveries = [
        [
            item
            for item in statements(scope, "AWS::S3::BucketPolicy", "PolicyDocument")
            if item.get("Sid") == "LogDelivery"
        ]
        for scope in (one, many)
    ]
    assert [len(found) for found in deliveries] == [1, 1]


def test_buckets_refuse_customer_provided_keys() -> None:
    scope = stack()
    bucket(scope)
    blocked = {"BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}
    encryption = {"ServerSideEncryptionConfiguration": [Match.object_like(blocked)]}
    Template.from_stack(scope).all_resources_properties("AWS::S3::Bucket", {"BucketEncryption": encryption})


# PrivateNetwork


def test_a_network_has_three_isolated_zones_and_no_gateway() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network")
    template = Template.from_stack(scope)
    zones = [
        one["Properties"]["AvailabilityZone"]["Fn::Select"][0]
        for one in template.find_resources("AWS::EC2::Subnet").values()
    ]
    assert zones == [0, 1, 2]
    for kind in ("InternetGateway", "NatGateway", "EgressOnlyInternetGateway", "VPCGatewayAttachment"):
        template.resource_count_is(f"AWS::EC2::{kind}", 0)
    routes = template.find_resources("AWS::EC2::Route")
    assert routes == {}


def test_an_endpoint_is_created_once_and_admits_what_each_call_named() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    first = network.reach(
        Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"]
    )
    second = network.reach(
        Service.KMS, actions=["kms:GenerateDataKey"], resources=["arn:aws:kms:eu-central-1:123456789012:key/1"]
    )
    assert first is second
    template = Template.from_stack(scope)
    [endpoint] = template.find_resources(
        "AWS::EC2::VPCEndpoint", {"Properties": {"VpcEndpointType": "Interface"}}
    ).values()
    admitted = endpoint["Properties"]["PolicyDocument"]["Statement"]
    assert [one["Action"] for one in admitted] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert all(one["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "123456789012"}} for one in admitted)
    assert len(endpoint["Properties"]["SubnetIds"]) == 3


def test_an_endpoint_admits_nobody_until_a_caller_asks_even_from_another_stack() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    endpoint = network.reach(Service.STS, actions=["sts:AssumeRole"], resources=["*"])
    other = Stack(scope.node.root, "Callers", env=ENV)  # type: ignore[arg-type]
    caller = ec2.SecurityGroup(other, "Caller", vpc=network.vpc, allow_all_outbound=False)
    caller.connections.allow_to_default_port(endpoint)
    Template.from_stack(scope).resource_count_is("AWS::EC2::SecurityGroupIngress", 0)
    ports = {"FromPort": 443, "ToPort": 443}
    for rule in ("SecurityGroupIngress", "SecurityGroupEgress"):
        Template.from_stack(other).has_resource_properties(f"AWS::EC2::{rule}", ports)


def test_a_network_in_no_particular_region_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Test/Network: the stack must name its account and Region"):
        PrivateNetwork(stack(env=Environment(region="eu-central-1")), "Network")


def test_reaching_for_nothing_is_refused() -> None:
    network = PrivateNetwork(stack(), "Network")
    with pytest.raises(ValueError, match=r"reach\(KMS\) must name actions and resources"):
        network.reach(Service.KMS, actions=[], resources=["*"])
