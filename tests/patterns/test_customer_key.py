"""A key admits the services of its purposes, and never serves a team and the audit at once."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from secure_ai_constructs import AlertTopic, CustomerKey, KeyPurpose, ServiceFunction
from secure_ai_constructs.access.document import parse
from secure_ai_constructs.access.evaluate import Reason, evaluate
from secure_ai_constructs.access.request import Identity, KeyGrant, Request, ResourcePolicy, World
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import (
    ACCOUNT,
    REGION,
    Properties,
    as_list,
    by_sid,
    is_kept,
    mentions,
    only,
    resources,
    stack,
)

ALWAYS = {"AccountKeepsControl", "GrantsThroughServicesAlone", "NoFastDeletion"}


def policy(*purposes: KeyPurpose) -> dict[str, Properties]:
    """The statements of a key for these purposes."""
    scope = stack()
    CustomerKey(scope, "Key", description="test", purposes=purposes or (KeyPurpose.DATA,))
    return by_sid(only(scope, "AWS::KMS::Key")["KeyPolicy"])


@pytest.mark.parametrize(
    ("purpose", "added"),
    [
        (KeyPurpose.DATA, set()),
        (KeyPurpose.VECTORS, {"VectorIndexing"}),
        (KeyPurpose.PROMPTS, {"Prompts"}),
        (KeyPurpose.LOGS, {"LogGroups", "LogDelivery"}),
        (KeyPurpose.TRAIL, {"TrailEncrypts", "TrailDescribes"}),
        (KeyPurpose.ALERTS, {"AlarmsAndEvents", "EventsToTopics"}),
    ],
)
def test_a_key_lets_in_only_the_services_of_its_purpose(purpose: KeyPurpose, added: set[str]) -> None:
    assert set(policy(purpose)) == ALWAYS | added


def test_purposes_of_a_kind_share_a_key() -> None:
    assert set(policy(KeyPurpose.DATA, KeyPurpose.VECTORS, KeyPurpose.PROMPTS)) == ALWAYS | {
        "VectorIndexing",
        "Prompts",
    }
    assert set(policy(KeyPurpose.LOGS, KeyPurpose.ALERTS)) == ALWAYS | {
        "LogGroups",
        "LogDelivery",
        "AlarmsAndEvents",
        "EventsToTopics",
    }


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_every_service_is_let_in_for_this_account_alone(purpose: KeyPurpose) -> None:
    for statement in policy(purpose).values():
        if statement["Effect"] == "Allow" and "Service" in statement["Principal"]:
            assert ACCOUNT in str(statement["Condition"]), statement["Sid"]
            assert "kms:*" not in as_list(statement["Action"])


def test_a_key_stays_in_the_hands_of_its_account() -> None:
    allowed = [one["Principal"] for one in policy().values() if one["Effect"] == "Allow"]
    assert allowed == [{"AWS": f"arn:aws:iam::{ACCOUNT}:root"}]


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        ({}, Reason.EXPLICIT_DENY),
        ({"kms:GrantIsForAWSResource": "false"}, Reason.EXPLICIT_DENY),
        ({"kms:GrantIsForAWSResource": "true"}, Reason.ALLOWED),
        (
            {"kms:GrantIsForAWSResource": "false", "kms:ViaService": "bedrock.eu-central-1.amazonaws.com"},
            Reason.ALLOWED,
        ),
    ],
)
def test_nobody_lends_a_key_but_through_a_service(context: dict[str, str], reason: Reason) -> None:
    world, key, anybody = lending()
    assert evaluate(Request(anybody, "kms:CreateGrant", key, context), world).reason is reason


def test_a_service_to_which_a_key_was_lent_lends_it_further() -> None:
    """Bedrock makes grants for its jobs by the one that it was given, as itself and through nobody."""
    world, key, _ = lending()
    request = Request("bedrock.amazonaws.com", "kms:CreateGrant", key, owner=ACCOUNT)
    assert not evaluate(request, world).allowed
    lent = replace(world, grants=(KeyGrant(key, "bedrock.amazonaws.com", ("CreateGrant", "Decrypt")),))
    assert evaluate(request, lent).allowed


def lending() -> tuple[World, str, str]:
    """A key's world, the key, and a role that is allowed everything with it."""
    scope = stack()
    CustomerKey(scope, "Key", description="test")
    statement = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
    written = json.dumps(only(scope, "AWS::KMS::Key")["KeyPolicy"]).replace('{"Ref": "AWS::Partition"}', '"aws"')
    key, anybody = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/k", f"arn:aws:iam::{ACCOUNT}:role/anybody"
    world = World(
        identities={anybody: Identity((parse({"Version": "2012-10-17", "Statement": [statement]}),))},
        resource_policies={key: ResourcePolicy(ACCOUNT, parse(written))},
    )
    return world, key, anybody


def test_nobody_deletes_a_key_in_less_than_thirty_days() -> None:
    denied = policy()["NoFastDeletion"]
    assert (denied["Effect"], denied["Action"]) == ("Deny", "kms:ScheduleKeyDeletion")
    assert denied["Condition"] == {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}}


def test_a_key_rotates_and_outlives_its_stack() -> None:
    scope = stack()
    CustomerKey(scope, "Key", description="test")
    [key] = resources(scope, "AWS::KMS::Key").values()
    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["Properties"]["PendingWindowInDays"] == 30
    assert is_kept(key)


def test_a_key_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Test/Key: purposes must name what the key encrypts, was empty"):
        CustomerKey(stack(), "Key", description="nothing", purposes=[])


@pytest.mark.parametrize(
    ("of_team", "of_audit"),
    list(
        product(
            (KeyPurpose.DATA, KeyPurpose.VECTORS, KeyPurpose.PROMPTS),
            (KeyPurpose.LOGS, KeyPurpose.TRAIL, KeyPurpose.ALERTS),
        )
    ),
)
def test_a_key_of_a_team_is_no_key_of_the_audit(of_team: KeyPurpose, of_audit: KeyPurpose) -> None:
    with pytest.raises(
        ValueError, match=r"Test/Key: purposes must keep a team's data and the audit apart.*; was "
    ) as it:
        CustomerKey(stack(), "Key", description="both", purposes=[of_team, of_audit])
    assert {of_team.value, of_audit.value} == set(str(it.value).rpartition("was ")[2].split(", "))


def test_administrator_and_revoker_have_separate_duties() -> None:
    scope = stack()
    administrator, revoker = (
        iam.Role(scope, one, assumed_by=iam.AccountRootPrincipal()) for one in ("Admin", "Revoker")
    )
    CustomerKey(scope, "Key", description="documents", administrator=administrator, revoker=revoker)
    found = by_sid(only(scope, "AWS::KMS::Key")["KeyPolicy"])
    duties = {sid: set(found[sid]["Action"]) for sid in ("Administration", "Revocation")}
    assert duties["Revocation"] == {"kms:DescribeKey", "kms:DisableKey", "kms:EnableKey"}
    assert duties["Administration"] & duties["Revocation"] == {"kms:DescribeKey"}
    for sid, role in (("Administration", "Admin"), ("Revocation", "Revoker")):
        assert found[sid]["Principal"]["AWS"]["Fn::GetAtt"][0].startswith(role)
        assert not duties[sid] & {"kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:ScheduleKeyDeletion"}


def test_one_role_with_both_duties_is_refused() -> None:
    scope = stack()
    role = iam.Role(scope, "Role", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="administrator and revoker must be two roles with separate duties"):
        CustomerKey(scope, "Key", description="documents", administrator=role, revoker=role)


@pytest.mark.parametrize(
    "make", [AlertTopic, functools.partial(ServiceFunction, handler="lineage_edge", description="d")]
)
def test_a_key_of_another_purpose_would_let_its_service_not_in(make: Any) -> None:
    """Alarms would be dropped without a word, and log groups not be made."""
    scope = stack()
    documents = CustomerKey(scope, "Key", description="documents").key
    with pytest.raises(
        ValueError, match=r"the key must be made with KeyPurpose.(ALERTS|LOGS), was made for DATA"
    ) as it:
        make(scope, "Made", key=documents)
    assert is_ours(it.value)
    make(scope, "Other", key=kms.Key(scope, "Theirs"))


def test_whoever_cares_for_a_key_is_of_its_app() -> None:
    foreign = iam.Role(stack(), "Foreign", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="administrator must be of the same app, Test/Foreign was of another"):
        CustomerKey(stack(), "Key", description="documents", administrator=foreign)


def test_eventbridge_writes_to_a_topic_of_the_account_without_a_source() -> None:
    """AWS: `aws:SourceAccount` in a key's policy is not supported for EventBridge's way to an encrypted topic."""
    scope = stack()
    CustomerKey(scope, "Key", description="alerts", purposes=[KeyPurpose.ALERTS])
    found = by_sid(only(scope, "AWS::KMS::Key")["KeyPolicy"])["EventsToTopics"]
    assert found["Principal"] == {"Service": "events.amazonaws.com"}
    [(operator, [(key, topics)])] = ((one, list(keys.items())) for one, keys in found["Condition"].items())
    assert (operator, key) == ("ArnLike", "kms:EncryptionContext:aws:sns:topicArn")
    assert mentions(topics, f":sns:{REGION}:{ACCOUNT}:*")
