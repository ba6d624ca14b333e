"""Who reads, changes and deletes what proves what happened: evaluated over the reference app's policies.

The policies are frozen as they are: whoever changes one of them first is told of, and not evaluated here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.access import Identity, Request, World, evaluate, parse
from secure_ai_constructs.access.world import arn_of, world_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly, Resource

ACCOUNT = "123456789012"
ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:role/Administrator"
EVERYTHING = parse({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
LOCKED = ("TrailArchive", "InvocationLoggingArchive", "ThreatsFindings", "EvidenceBucket")
WRITTEN_BY = {
    "TrailArchive": (
        "cloudtrail",
        f"AWSLogs/{ACCOUNT}/CloudTrail/eu-central-1/2026/11/28/log.json.gz",
        "arn:aws:cloudtrail:eu-central-1:{account}:trail/{trail}",
    ),
    "InvocationLoggingArchive": (
        "bedrock",
        f"models/AWSLogs/{ACCOUNT}/BedrockModelInvocationLogs/eu-central-1/2026/11/28/03/log.json.gz",
        "arn:aws:bedrock:eu-central-1:{account}:model-invocation-logging",
    ),
    "RecorderHistory": (
        "config",
        f"AWSLogs/{ACCOUNT}/Config/eu-central-1/2026/11/28/history.json.gz",
        "arn:aws:config:eu-central-1:{account}:recorder",
    ),
}
"""Which service, below which key, and for what it acts."""
CHANGES = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectRetention")


@pytest.fixture(scope="module")
def world(reference: Assembly) -> World:
    """The app's, and an administrator to whom everything is allowed."""
    found = world_of(reference)
    identities = {**found.identities, ADMINISTRATOR: Identity((EVERYTHING,))}
    return World(identities, found.resource_policies, endpoints=found.endpoints)


def the(reference: Assembly, resource_type: str, name: str) -> Resource:
    [found] = [
        one
        for one in reference.by_type[resource_type]
        if name in one.logical_id and one.template.name == "Account.template.json"
    ]
    return found


def an_object(reference: Assembly, bucket: str, key: str = "evidence/2026/11/28/manifest.json") -> str:
    return f"{arn_of(the(reference, 'AWS::S3::Bucket', bucket))}/{key}"


def allowed(world: World, principal: str, action: str, resource: str, **context: str) -> bool:
    given = {key.replace("__", ":"): value for key, value in context.items()}
    return evaluate(Request(principal, action, resource, given, owner=ACCOUNT), world).allowed


@pytest.mark.parametrize("bucket", [*LOCKED, "RecorderHistory", "QueriesResults"])
@pytest.mark.parametrize("action", [*CHANGES[:3], "s3:GetObject"])
def test_an_administrator_neither_reads_nor_changes_evidence(
    reference: Assembly, world: World, bucket: str, action: str
) -> None:
    assert not allowed(world, ADMINISTRATOR, action, an_object(reference, bucket))


@pytest.mark.parametrize("bucket", LOCKED)
@pytest.mark.parametrize("action", ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"])
def test_nobody_shortens_what_evidence_is_kept_for(reference: Assembly, world: World, bucket: str, action: str) -> None:
    roles = [arn_of(one) for one in reference.by_type["AWS::IAM::Role"]]
    for principal in (ADMINISTRATOR, f"arn:aws:iam::{ACCOUNT}:root", *roles):
        assert not allowed(world, principal, action, an_object(reference, bucket))


@pytest.mark.parametrize("bucket", LOCKED)
def test_no_role_of_the_app_deletes_evidence(reference: Assembly, world: World, bucket: str) -> None:
    for role in map(arn_of, reference.by_type["AWS::IAM::Role"]):
        for action in CHANGES[:2]:
            assert not allowed(world, role, action, an_object(reference, bucket)), role


def test_the_collector_alone_writes_evidence_and_reads_what_it_wrote(reference: Assembly, world: World) -> None:
    collector = arn_of(the(reference, "AWS::IAM::Role", "EvidenceFunctionRole"))
    for action in ("s3:GetObject", "s3:PutObject"):
        able = {
            role
            for role in map(arn_of, reference.by_type["AWS::IAM::Role"])
            if allowed(world, role, action, an_object(reference, "EvidenceBucket"))
        }
        assert able == {collector}


def test_no_role_of_a_workload_reads_what_the_account_logs(reference: Assembly, world: World) -> None:
    workloads = [
        arn_of(one) for one in reference.by_type["AWS::IAM::Role"] if one.template.name != "Account.template.json"
    ]
    assert len(workloads) > 10
    for bucket in LOCKED:
        assert not [role for role in workloads if allowed(world, role, "s3:GetObject", an_object(reference, bucket))]


@pytest.mark.parametrize("bucket", WRITTEN_BY)
def test_each_service_writes_for_this_account_and_no_other(reference: Assembly, world: World, bucket: str) -> None:
    """GuardDuty writes for one detector, which has no ARN before it is deployed."""
    service, key, source = WRITTEN_BY[bucket]
    trail = the(reference, "AWS::CloudTrail::Trail", "Trail")["TrailName"].literal
    ours = {
        "aws__SourceAccount": ACCOUNT,
        "aws__SourceArn": source.format(account=ACCOUNT, trail=trail),
        "aws__PrincipalIsAWSService": "true",
    }
    theirs = {name: value.replace(ACCOUNT, "999999999999") for name, value in ours.items()}
    principal, target = f"{service}.amazonaws.com", an_object(reference, bucket, key)
    assert allowed(world, principal, "s3:PutObject", target, **ours)
    assert not allowed(world, principal, "s3:PutObject", target, **theirs)
    assert not allowed(world, principal, "s3:PutObject", an_object(reference, bucket, "elsewhere"), **ours)
    assert not allowed(world, principal, "s3:DeleteObjectVersion", target, **ours)
