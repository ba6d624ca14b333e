"""Evidence: where it lies, who may ask for it and write it, and what happens when a day is incomplete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AuditedAccount, CustomerKey, EvidenceCollector, KeyPurpose, Operations, Part
from tests.patterns.synthesis import as_list, beside, by_sid, mentions, only, stack

if TYPE_CHECKING:
    from aws_cdk import Stack

    from secure_ai_constructs.patterns.account import PartMode


def collector(scope: Stack, **arguments: object) -> EvidenceCollector:
    operations = Operations(scope, "Operations")
    key = CustomerKey(scope, "Key", description="evidence", purposes=[KeyPurpose.LOGS])
    return EvidenceCollector(scope, "Evidence", key=key.key, operations=operations, **arguments)  # type: ignore[arg-type]


def sources(*exceptions: PartMode) -> set[str]:
    scope = stack()
    AuditedAccount(scope, "Account", owner="security", emails=["security@example.com"], exceptions=exceptions)
    variables = only(scope, "AWS::Lambda::Function", "EvidenceFunction")["Environment"]["Variables"]
    return set(json.loads(variables["SOURCES"]))


def test_of_a_whole_account_everything_is_collected() -> None:
    assert sources() == {"compliance", "model-cards", "reports", "scans", "settings", "standards", "threats"}


@pytest.mark.parametrize(
    ("part", "source"), [(Part.DETECTOR, "threats"), (Part.INSPECTOR, "scans"), (Part.HUB, "standards")]
)
def test_what_is_skipped_is_not_asked_and_what_is_adopted_is(part: Part, source: str) -> None:
    needing = [Part.REGISTRY.skip("elsewhere")] if part is Part.INSPECTOR else []
    assert source not in sources(part.skip("elsewhere"), *needing)
    assert source in sources(part.adopt("theirs"))


def test_evidence_is_locked_for_a_year_and_the_collector_deletes_nothing() -> None:
    scope = stack()
    collector(scope)
    assert only(scope, "AWS::S3::Bucket", "EvidenceBucket")["ObjectLockEnabled"] is True
    [policy] = only(scope, "AWS::IAM::Role", "EvidenceFunction")["Policies"]
    actions = {one for said in policy["PolicyDocument"]["Statement"] for one in as_list(said["Action"])}
    assert {one for one in actions if "Delete" in one or "Put" in one} == {"sqs:DeleteMessage", "logs:PutLogEvents"}


def test_the_collector_asks_only_for_what_it_collects() -> None:
    scope = stack()
    collector(scope, sources=["reports"])
    [policy] = only(scope, "AWS::IAM::Role", "EvidenceFunction")["Policies"]
    said = by_sid(policy["PolicyDocument"])
    assert said["Ask"]["Action"] == "artifact:ListReports"
    assert "ReadCards" not in said


def test_a_day_begins_with_an_event_that_is_kept_until_the_day_is_complete() -> None:
    scope = stack()
    collector(scope)
    rule = only(scope, "AWS::Events::Rule", "EvidenceDaily")
    assert rule["ScheduleExpression"].startswith("cron(")
    assert mentions(rule["Targets"], "EvidenceQueue")
    redrive = only(scope, "AWS::SQS::Queue", "EvidenceQueue")["RedrivePolicy"]
    assert mentions(redrive["deadLetterTargetArn"], "OperationsUndelivered")
    assert only(scope, "AWS::Lambda::EventSourceMapping")["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_day_that_stays_incomplete_is_told_of() -> None:
    scope = stack()
    collector(scope)
    alarm = only(scope, "AWS::CloudWatch::Alarm", "NotCollected")
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateAgeOfOldestMessage", 5400)
    assert mentions(alarm["Dimensions"], "EvidenceQueue")
    assert mentions(alarm["AlarmActions"], "AlertsTopic")


def test_a_key_admits_the_collector_through_sagemaker_alone() -> None:
    scope = stack()
    found = collector(scope)
    other = beside(scope, "Models")
    key = CustomerKey(other, "CardKey", description="cards", purposes=[KeyPurpose.LOGS])
    found.admit_to_cards_under(key.key)
    said = by_sid(only(other, "AWS::KMS::Key")["KeyPolicy"])["EvidenceOfCards"]
    assert said["Action"] == "kms:Decrypt"
    assert said["Condition"] == {"StringEquals": {"kms:ViaService": "sagemaker.eu-central-1.amazonaws.com"}}


def test_a_pipeline_uploads_the_posture_when_it_is_let_in() -> None:
    scope = stack()
    found = collector(scope)
    found.grant_upload_posture(iam.Role(scope, "Pipeline", assumed_by=iam.AccountRootPrincipal()))
    document = only(scope, "AWS::S3::BucketPolicy", "EvidenceBucket")["PolicyDocument"]
    allowed = [one for one in document["Statement"] if one["Effect"] == "Allow"]
    for named, prefix in (("Pipeline", "/posture/*"), ("EvidenceFunctionRole", "/evidence/*")):
        [write] = [one for one in allowed if mentions(one["Principal"], named) and one["Action"] == "s3:PutObject"]
        assert mentions(write["Resource"], prefix)


def test_a_source_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Test/Evidence: sources must be of compliance, .* had gossip"):
        collector(stack(), sources=["compliance", "gossip"])


def test_a_collector_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Test/Evidence: sources must name what is collected, was empty"):
        collector(stack(), sources=[])
