"""What a workload is run with: one key for what is said about it, a budget, and news of every key that changes."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AccessLogBucket, Operations
from tests.patterns.event_pattern import matches
from tests.patterns.scan_events import NOT_CLEAN, Event, not_scanning, not_tagged, scan_result
from tests.patterns.synthesis import ACCOUNT, REGION, beside, by_sid, mentions, only, region, resources, stack


def operations(**arguments: Any) -> Stack:
    scope = stack()
    Operations(scope, "Operations", **arguments)
    return scope


def telling_of(event: Event) -> list[str]:
    """The rules that send an event to the topic; what it does not take, they keep."""
    found = []
    for logical_id, data in resources(operations(), "AWS::Events::Rule").items():
        if matches(data["Properties"]["EventPattern"], event):
            [target] = data["Properties"]["Targets"]
            assert mentions(target["Arn"], "AlertsTopic")
            assert mentions(target["DeadLetterConfig"]["Arn"], "Undelivered")
            found.append(logical_id)
    return found


@pytest.mark.parametrize("part", ["OperationsKey", "OperationsAlertsKey"])
def test_no_key_of_operations_is_for_a_team(part: str) -> None:
    policy = by_sid(only(operations(), "AWS::KMS::Key", part)["KeyPolicy"])
    assert "AlarmsAndEvents" in policy
    assert not {"VectorIndexing", "Prompts", "Revocation"} & set(policy)


def test_alerts_have_a_key_of_their_own_so_that_they_tell_of_the_other() -> None:
    scope = operations(emails=["team@example.com"])
    assert mentions(only(scope, "AWS::SNS::Topic")["KmsMasterKeyId"], "OperationsAlertsKey")
    assert mentions(only(scope, "AWS::SQS::Queue")["KmsMasterKeyId"], "OperationsAlertsKey")
    assert only(scope, "AWS::SNS::Subscription")["Endpoint"] == "team@example.com"


def test_what_nobody_took_is_told_of_by_another_way() -> None:
    scope = operations()
    alarm = only(scope, "AWS::CloudWatch::Alarm", "NotTaken")
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateNumberOfMessagesVisible", 0)
    assert mentions(alarm["Dimensions"], "Undelivered")
    assert mentions(alarm["AlarmActions"], "AlertsTopic")


def test_a_rule_of_another_stack_may_leave_what_was_not_delivered() -> None:
    scope = stack()
    shared = Operations(scope, "Operations")
    shared.tell_of(beside(scope, "Workload"), "News", "what another stack watches", {"source": ["aws.example"]})
    policies = only(scope, "AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"]
    [admitted] = [one for one in policies if "ArnLike" in one.get("Condition", {})]
    assert mentions(admitted["Condition"]["ArnLike"], f":events:{REGION}:{ACCOUNT}:rule/*")
    assert admitted["Action"] == "sqs:SendMessage"


def test_an_access_log_bucket_that_exists_is_used() -> None:
    scope = stack()
    logs = AccessLogBucket(scope, "Logs")
    assert Operations(scope, "Operations", access_logs=logs).access_logs is logs
    assert len(resources(scope, "AWS::S3::Bucket")) == 1


def test_the_revoker_is_remembered_for_the_teams_and_cannot_touch_these_keys() -> None:
    scope = stack()
    revoker = iam.Role(scope, "Revoker", assumed_by=iam.AccountRootPrincipal())
    assert Operations(scope, "Operations", revoker=revoker).revoker is revoker
    assert not mentions(resources(scope, "AWS::KMS::Key"), "Revoker")


def test_without_a_budget_nothing_is_counted() -> None:
    assert not resources(operations(), "AWS::Budgets::Budget")


def test_a_budget_tells_the_topic_before_and_when_it_is_spent() -> None:
    budget = only(operations(monthly_budget_usd=500), "AWS::Budgets::Budget")
    assert budget["Budget"]["BudgetLimit"] == {"Amount": 500, "Unit": "USD"}
    assert budget["Budget"]["TimeUnit"] == "MONTHLY"
    told = budget["NotificationsWithSubscribers"]
    assert [one["Notification"]["Threshold"] for one in told] == [80, 100]
    for one in told:
        [subscriber] = one["Subscribers"]
        assert subscriber["SubscriptionType"] == "SNS"
        assert mentions(subscriber["Address"], "AlertsTopic")


def test_budgets_may_publish_what_they_have_to_say() -> None:
    scope = operations(monthly_budget_usd=500)
    for sid, document in (
        ("Alarms", only(scope, "AWS::SNS::TopicPolicy")["PolicyDocument"]),
        ("AlarmsAndEvents", only(scope, "AWS::KMS::Key", "OperationsAlertsKey")["KeyPolicy"]),
    ):
        assert "budgets.amazonaws.com" in by_sid(document)[sid]["Principal"]["Service"]


@pytest.mark.parametrize("amount", [0, -1, 10**400])
def test_a_budget_of_nothing_is_refused(amount: float) -> None:
    with pytest.raises(
        ValueError, match=f"monthly_budget_usd must be at least 1 and at most 1,000,000,000, was {amount}"
    ):
        operations(monthly_budget_usd=amount)


@pytest.mark.parametrize(
    ("service", "name", "told"),
    [
        ("kms", "DisableKey", True),
        ("kms", "ScheduleKeyDeletion", True),
        ("kms", "PutKeyPolicy", True),
        ("kms", "Decrypt", False),
        ("s3", "PutBucketPolicy", True),
        ("s3", "DeleteBucketPolicy", True),
        ("s3", "PutBucketVersioning", True),
        ("s3", "GetObject", False),
        ("sns", "PutBucketPolicy", False),
    ],
)
def test_a_key_or_a_bucket_that_is_opened_or_switched_off_is_told_of(service: str, name: str, *, told: bool) -> None:
    event = {
        "source": f"aws.{service}",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {"eventSource": f"{service}.amazonaws.com", "eventName": name},
    }
    assert len(telling_of(event)) == told


@pytest.mark.parametrize(
    "event", [*map(scan_result, NOT_CLEAN), not_tagged(), *map(not_scanning, ("Error", "Warning"))]
)
def test_documents_that_are_not_clean_and_scanners_that_do_not_work_are_told_of(event: Event) -> None:
    assert len(telling_of(event)) == 1


@pytest.mark.parametrize("event", [scan_result(), not_scanning("Active"), {**not_tagged(), "source": "acme.guardduty"}])
def test_of_a_clean_document_and_a_scanner_that_works_nothing_is_told(event: Event) -> None:
    assert telling_of(event) == []


@pytest.mark.parametrize("place", ["eu-north-1", "us-gov-west-1", "ap-northeast-3"])
def test_a_region_without_budgets_is_refused_one(place: str) -> None:
    with pytest.raises(ValueError, match=f"must offer AWS::Budgets::Budget for monthly_budget_usd; {place} does not"):
        Operations(region(place), "Operations", monthly_budget_usd=100)


def test_the_administrator_cares_for_the_shared_keys_and_uses_none() -> None:
    scope = stack()
    administrator = iam.Role(scope, "Administrator", assumed_by=iam.AccountRootPrincipal())
    Operations(scope, "Operations", administrator=administrator)
    for part in ("OperationsKey", "OperationsAlertsKey"):
        statement = by_sid(only(scope, "AWS::KMS::Key", part)["KeyPolicy"])["Administration"]
        assert mentions(statement["Principal"], "Administrator")
        assert not {"kms:Decrypt", "kms:DisableKey", "kms:ScheduleKeyDeletion"} & set(statement["Action"])
