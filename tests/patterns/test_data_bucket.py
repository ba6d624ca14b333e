"""Buckets: what each profile adds, whom the lock spares, and what an upload must look like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AccessLogBucket, CustomerKey, DataBucket, DataProfile, PrivateNetwork
from tests.patterns.synthesis import (
    ACCOUNT,
    Properties,
    as_list,
    beside,
    by_sid,
    is_kept,
    mentions,
    only,
    resources,
    stack,
)


def bucket(scope: Stack, profile: DataProfile = DataProfile.DOCUMENTS, **arguments: Any) -> DataBucket:
    key = CustomerKey(scope, "Key", description="documents")
    logs = AccessLogBucket(scope, "AccessLogs")
    return DataBucket(scope, "Documents", key=key.key, access_logs=logs, profile=profile, **arguments)


def role(scope: Stack, name: str) -> iam.Role:
    return iam.Role(scope, name, assumed_by=iam.AccountRootPrincipal())


def all_statements(scope: Stack) -> list[Properties]:
    found: list[Properties] = only(scope, "AWS::S3::BucketPolicy", "Documents")["PolicyDocument"]["Statement"]
    return found


def statements(scope: Stack) -> dict[str, Properties]:
    return by_sid({"Statement": all_statements(scope)})


def spared(statement: Properties) -> list[str]:
    """Who a Deny does not reach: the logical ids of roles, or ARNs."""
    named = as_list(statement["Condition"].get("ArnNotLike", {}).get("aws:PrincipalArn", []))
    return [one if isinstance(one, str) else one["Fn::GetAtt"][0] for one in named]


# Profiles


@pytest.mark.parametrize("profile", DataProfile)
def test_only_documents_are_scanned(profile: DataProfile) -> None:
    scope = stack()
    documents = bucket(scope, profile)
    scanned = profile is DataProfile.DOCUMENTS
    assert (documents.scan is not None) is scanned
    assert len(resources(scope, "AWS::GuardDuty::MalwareProtectionPlan")) == scanned
    assert ("OnlyCleanObjectsAreRead" in statements(scope)) is scanned


@pytest.mark.parametrize(
    ("profile", "locked"),
    [
        (DataProfile.DOCUMENTS, False),
        (DataProfile.ARTIFACTS, False),
        (DataProfile.CAPTURE, True),
        (DataProfile.EVIDENCE, True),
        (DataProfile.LOGS, True),
        (DataProfile.HISTORY, False),
    ],
)
def test_what_proves_something_later_is_locked_for_a_year(profile: DataProfile, *, locked: bool) -> None:
    scope = stack()
    bucket(scope, profile)
    found = only(scope, "AWS::S3::Bucket", "Documents")
    assert found.get("ObjectLockEnabled", False) is locked
    if locked:
        retention = found["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
        assert retention == {"Days": 365, "Mode": "GOVERNANCE"}
    assert ("RetentionStays" in statements(scope)) is locked


def test_nobody_shortens_what_a_locked_bucket_keeps() -> None:
    scope = stack()
    bucket(scope, DataProfile.EVIDENCE)
    said = statements(scope)["RetentionStays"]
    assert (said["Effect"], said["Principal"]) == ("Deny", {"AWS": "*"})
    assert said["Action"] == ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"]
    assert "Condition" not in said


def test_a_service_is_let_in_for_one_resource_or_for_the_account() -> None:
    scope = stack()
    found = bucket(scope, DataProfile.LOGS)
    found.admit_service("cloudtrail", sid="Writes", actions=["s3:PutObject"], source="arn:a:trail/b", prefix="AWSLogs/")
    found.admit_service("config", sid="Checks", actions=["s3:GetBucketAcl"])
    writes, checks = (statements(scope)[sid] for sid in ("Writes", "Checks"))
    assert writes["Condition"] == {"ArnLike": {"aws:SourceArn": "arn:a:trail/b"}}
    assert mentions(writes["Resource"], "/AWSLogs/*")
    assert checks["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert checks["Principal"] == {"Service": "config.amazonaws.com"}


@pytest.mark.parametrize("profile", DataProfile)
def test_every_bucket_is_encrypted_versioned_logged_closed_and_kept(profile: DataProfile) -> None:
    scope = stack()
    bucket(scope, profile)
    [found] = resources(scope, "AWS::S3::Bucket", "Documents").values()
    properties = found["Properties"]
    [rule] = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BlockedEncryptionTypes"] == {"EncryptionType": ["SSE-C"]}
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]["Fn::GetAtt"][0].startswith("Key")
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert properties["LoggingConfiguration"]["DestinationBucketName"]["Ref"].startswith("AccessLogs")
    assert is_kept(found)


def test_plain_http_and_old_tls_are_refused() -> None:
    scope = stack()
    bucket(scope)
    found = statements(scope)
    assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert found["Tls12"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": 1.2}}
    for sid in ("TlsOnly", "Tls12"):
        assert (found[sid]["Effect"], found[sid]["Action"]) == ("Deny", "s3:*")
        assert len(found[sid]["Resource"]) == 2


def test_a_bucket_that_outlives_its_stack_keeps_its_lock() -> None:
    scope = stack()
    bucket(scope)
    assert all(is_kept(one) for one in resources(scope, "AWS::S3::BucketPolicy").values())


def test_events_are_published_without_a_handler_of_the_cdk() -> None:
    scope = stack()
    bucket(scope).publish_events()
    found = only(scope, "AWS::S3::Bucket", "Documents")
    assert found["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert not resources(scope, "Custom::S3BucketNotifications")


# Lock


def test_a_bucket_is_locked_to_everyone_but_its_scanner_until_somebody_is_named() -> None:
    scope = stack()
    bucket(scope)
    [named] = spared(statements(scope)["LockedToNamedPrincipals"])
    assert "MalwareScanRole" in named


def test_a_bucket_without_a_scanner_is_locked_to_everyone() -> None:
    scope = stack()
    bucket(scope, DataProfile.EVIDENCE)
    lock = statements(scope)["LockedToNamedPrincipals"]
    assert spared(lock) == []
    assert lock["Condition"] == {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}


def test_every_grant_opens_the_lock_for_one_principal() -> None:
    scope = stack()
    documents = bucket(scope)
    reader, writer = role(scope, "Reader"), role(scope, "Writer")
    documents.grant_read_objects(reader)
    documents.grant_write_objects(writer)
    documents.grant_write_objects(reader)
    assert [one[:6] for one in spared(statements(scope)["LockedToNamedPrincipals"])[1:]] == ["Reader", "Writer"]
    allowed = [
        (one["Principal"]["AWS"]["Fn::GetAtt"][0][:6], one["Action"])
        for one in all_statements(scope)
        if one["Effect"] == "Allow" and one["Sid"] != "ScanObjects"
    ]
    assert allowed == [
        ("Reader", ["s3:GetObject", "s3:GetObjectVersion"]),
        ("Writer", "s3:PutObject"),
        ("Reader", "s3:PutObject"),
    ]


def test_a_policy_that_s3_would_not_take_is_refused_and_nobody_else_is_let_in() -> None:
    scope = stack()
    documents = bucket(scope)
    for number in range(20):
        documents.grant_write_objects(iam.Role.from_role_name(scope, f"Role{number}", f"uploader-{number:02}"))
    longest = iam.Role.from_role_name(scope, "Longest", "x" * 64)
    prefix = f"{'folder/' * 1_500}"
    with pytest.raises(
        ValueError, match=r"the bucket's policy must have at most 20,480 characters, had \d\d,\d{3} with"
    ):
        documents.grant_write_objects(longest, prefix=prefix)
    named = spared(statements(scope)["LockedToNamedPrincipals"])
    assert mentions(named, "uploader-19")
    assert not mentions(named, "x" * 64)


def test_a_policy_has_room_for_thirty_roles() -> None:
    scope = stack()
    documents = bucket(scope)
    for number in range(30):
        documents.grant_write_objects(iam.Role.from_role_name(scope, f"Role{number}", f"uploader-{number:02}"))
    document = only(scope, "AWS::S3::BucketPolicy", "Documents")["PolicyDocument"]
    assert len(json.dumps(document, separators=(",", ":"))) <= 20_480


@pytest.mark.parametrize("profile", [DataProfile.DOCUMENTS, DataProfile.ARTIFACTS])
def test_whoever_cleans_up_may_delete_and_not_read(profile: DataProfile) -> None:
    scope = stack()
    bucket(scope, profile).grant_delete_objects(role(scope, "Cleaner"))
    granted = statements(scope)["DeleteObjects"]
    assert granted["Action"] == ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    assert spared(statements(scope)["LockedToNamedPrincipals"])[-1].startswith("Cleaner")


@pytest.mark.parametrize("profile", [DataProfile.CAPTURE, DataProfile.EVIDENCE, DataProfile.LOGS])
def test_what_proves_something_later_is_deleted_by_nobody(profile: DataProfile) -> None:
    scope = stack()
    message = f"Test/Documents: objects of a bucket for {profile.value} must not be deleted"
    with pytest.raises(ValueError, match=message):
        bucket(scope, profile).grant_delete_objects(role(scope, "Cleaner"))


def test_the_lock_spares_the_administration_of_the_bucket_itself() -> None:
    scope = stack()
    bucket(scope)
    locked = set(statements(scope)["LockedToNamedPrincipals"]["Action"])
    assert locked >= {
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionForReplication",
        "s3:PutObject",
        "s3:ReplicateObject",
    }
    assert all("Object" in one or one == "s3:ReplicateDelete" for one in locked)


def test_a_role_that_exists_already_can_be_granted_from_anywhere() -> None:
    scope = stack()
    documents = bucket(scope)
    arn = f"arn:aws:iam::{ACCOUNT}:role/writer"
    documents.grant_write_objects(iam.Role.from_role_arn(beside(scope, "Writers"), "Writer", arn))
    assert arn in spared(statements(scope)["LockedToNamedPrincipals"])


# Malware


def test_only_clean_objects_are_read_and_only_the_scanner_says_what_is_clean() -> None:
    scope = stack()
    bucket(scope).grant_read_objects(role(scope, "Reader"))
    found = statements(scope)
    gate, tags = found["OnlyCleanObjectsAreRead"], found["OnlyScannerTags"]
    assert gate["Condition"]["StringNotEquals"] == {
        "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND"
    }
    assert {"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication"} <= set(gate["Action"])
    assert {"s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:DeleteObjectTagging"} <= set(tags["Action"])
    for one in (gate, tags):
        [scanner] = spared(one)
        assert one["Effect"] == "Deny"
        assert "MalwareScanRole" in scanner


def test_the_plan_tags_and_waits_for_the_policy_that_lets_it_in() -> None:
    scope = stack()
    bucket(scope)
    [plan] = resources(scope, "AWS::GuardDuty::MalwareProtectionPlan").values()
    assert plan["Properties"]["Actions"] == {"Tagging": {"Status": "ENABLED"}}
    assert any("BucketPolicy" in one for one in plan["DependsOn"])


def test_the_scanner_is_for_this_account_and_decrypts_through_s3_alone() -> None:
    scope = stack()
    bucket(scope)
    found = only(scope, "AWS::IAM::Role", "MalwareScan")
    [trust] = found["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    [inline] = found["Policies"]
    key = by_sid(inline["PolicyDocument"])["UseKey"]
    assert key["Condition"] == {"StringLike": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}


# Network


def test_in_a_network_objects_are_reached_through_its_endpoint_alone() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    documents = bucket(scope, network=network)
    documents.grant_read_objects(role(scope, "Reader"))
    documents.grant_read_objects_to_service(role(scope, "Service"))
    way = statements(scope)["OnlyThroughTheNetwork"]
    assert way["Effect"] == "Deny"
    assert set(way["Action"]) >= {"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion"}
    [endpoint] = way["Condition"]["StringNotEquals"]["aws:SourceVpce"]
    assert resources(scope)[endpoint["Ref"]]["Properties"]["VpcEndpointType"] == "Gateway"
    spared_here = spared(way)
    assert ["MalwareScan" in spared_here[0], spared_here[1][:7]] == [True, "Service"]
    assert way["Condition"]["BoolIfExists"] == {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}


def test_a_network_with_premises_has_two_ways_to_the_objects() -> None:
    scope = stack()
    bucket(scope, network=PrivateNetwork(scope, "Network", on_premises=["192.168.0.0/16"]))
    ways = statements(scope)["OnlyThroughTheNetwork"]["Condition"]["StringNotEquals"]["aws:SourceVpce"]
    kinds = [resources(scope)[one["Ref"]]["Properties"]["VpcEndpointType"] for one in ways]
    assert kinds == ["Gateway", "Interface"]


def test_a_grant_to_a_service_without_a_network_is_a_plain_grant() -> None:
    scope = stack()
    bucket(scope).grant_read_objects_to_service(role(scope, "Service"))
    found = statements(scope)
    assert "OnlyThroughTheNetwork" not in found
    assert found["ReadObjects"]["Action"] == ["s3:GetObject", "s3:GetObjectVersion"]


# Uploads

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
    found = statements(scope)
    assert found["WrongKey"]["Condition"]["ArnNotEquals"][KEY_ID]["Fn::GetAtt"][0].startswith("Key")
    found["WrongKey"]["Condition"]["ArnNotEquals"][KEY_ID] = "our key"
    assert any(denies(found[sid], headers) for sid in ("WrongAlgorithm", "WrongKey")) is refused


@pytest.mark.parametrize("profile", DataProfile)
def test_services_say_nothing_of_the_key_where_they_write_logs_and_history(profile: DataProfile) -> None:
    scope = stack()
    bucket(scope, profile)
    spares = {"aws:PrincipalIsAWSService": "false"}
    found = statements(scope)
    for sid in ("WrongAlgorithm", "WrongKey"):
        is_spared = found[sid]["Condition"].get("BoolIfExists") == spares
        assert is_spared is (profile in (DataProfile.HISTORY, DataProfile.LOGS))


@pytest.mark.parametrize("prefix", ["team-a", "/team-a/", "team-*/", "a//b/"])
def test_a_prefix_that_others_begin_with_is_refused(prefix: str) -> None:
    scope = stack()
    key = CustomerKey(scope, "Key", description="documents").key
    bucket = DataBucket(scope, "Bucket", key=key, access_logs=AccessLogBucket(scope, "Logs"))
    with pytest.raises(ValueError, match=r"a prefix must be folders such as 'public/', .* was "):
        bucket.grant_read_objects(iam.Role.from_role_name(scope, "Reader", "reader"), prefix=prefix)


@pytest.mark.parametrize("service", ["config.amazonaws.com", "", None])
def test_a_service_is_named_by_its_first_word(service: Any) -> None:
    scope = stack()
    key = CustomerKey(scope, "Key", description="history").key
    logs = AccessLogBucket(scope, "Logs")
    bucket = DataBucket(scope, "Bucket", key=key, access_logs=logs, profile=DataProfile.HISTORY)
    with pytest.raises(ValueError, match=r"service must be its name before .amazonaws.com, as 'config', was "):
        bucket.admit_service(service, sid="Writes", actions=["s3:PutObject"])
