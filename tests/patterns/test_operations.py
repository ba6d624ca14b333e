"""What a workload is run with: one key for what is said about it, a budget, and news of every key that changes."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AccessLogBucket, Operations
from tests.patterns.event_pattern import matches
from tests.patterns.synthesis import by_sid, mentions, only, resources, stack


def operations(**arguments: Any) -> Stack:
    scope = stack()
    Operations(scope, "Operations", **arguments)
    return scope


def test_the_key_is_for_logs_and_alerts_and_for_no_team() -> None:
    policy = by_sid(only(operations(), "AWS::KMS::Key")["KeyPolicy"])
    assert {"LogGroups", "AlarmsAndEvents"} <= set(policy)
    assert not {"VectorIndexing", "Prompts", "Revocation"} & set(policy)


def test_alerts_are_under_that_key_and_reach_the_addresses() -> None:
    scope = operations(emails=["team@example.com"])
    assert mentions(only(scope, "AWS::SNS::Topic")["KmsMasterKeyId"], "OperationsKey")
    assert only(scope, "AWS::SNS::Subscription")["Endpoint"] == "team@example.com"
    assert len(resources(scope, "AWS::KMS::Key")) == 1


def test_an_access_log_bucket_that_exists_is_used() -> None:
    scope = stack()
    logs = AccessLogBucket(scope, "Logs")
    assert Operations(scope, "Operations", access_logs=logs).access_logs is logs
    assert len(resources(scope, "AWS::S3::Bucket")) == 1


def test_the_revoker_is_remembered_for_the_teams_and_cannot_touch_this_key() -> None:
    scope = stack()
    revoker = iam.Role(scope, "Revoker", assumed_by=iam.AccountRootPrincipal())
    assert Operations(scope, "Operations", revoker=revoker).revoker is revoker
    assert not mentions(only(scope, "AWS::KMS::Key"), "Revoker")


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
    for document in (
        only(scope, "AWS::SNS::TopicPolicy")["PolicyDocument"],
        only(scope, "AWS::KMS::Key")["KeyPolicy"],
    ):
        assert "budgets.amazonaws.com" in by_sid(document)["AlarmsAndEvents"]["Principal"]["Service"]


@pytest.mark.parametrize("amount", [0, -1])
def test_a_budget_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=f"Test/Operations: monthly_budget_usd must be positive, was {amount}"):
        operations(monthly_budget_usd=amount)


@pytest.mark.parametrize(
    ("name", "told"),
    [("DisableKey", True), ("ScheduleKeyDeletion", True), ("PutKeyPolicy", True), ("Decrypt", False)],
)
def test_a_key_that_is_switched_off_or_opened_is_told_of(name: str, *, told: bool) -> None:
    rule = only(operations(), "AWS::Events::Rule")
    event = {
        "source": "aws.kms",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {"eventSource": "kms.amazonaws.com", "eventName": name},
    }
    assert matches(rule["EventPattern"], event) is told
    [target] = rule["Targets"]
    assert mentions(target["Arn"], "AlertsTopic")
