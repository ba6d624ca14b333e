"""The questions to the trail: read by a parser of Athena's SQL, against the columns of the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlglot
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AuditedAccount
from secure_ai_constructs.patterns.account.trail_questions import COLUMNS, PARTITIONS, QUESTIONS, insights, sql
from tests.patterns.synthesis import REGION, as_list, by_sid, mentions, only, resources, stack

if TYPE_CHECKING:
    from aws_cdk import Stack

    from secure_ai_constructs.patterns.account.trail_questions import Question

IDS = [one.id for one in QUESTIONS]
EVENT_FIELDS = {
    "errorCode",
    "eventName",
    "eventSource",
    "requestParameters",
    "userIdentity",
    "vpcEndpointId",
}
"""Of a record in CloudTrail's log.

AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""


def account(scope: Stack) -> AuditedAccount:
    return AuditedAccount(scope, "Account", owner="security", emails=["security@example.com"])


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_a_question_is_sql_of_athena_over_columns_that_the_table_has(question: Question) -> None:
    written = sql(question, table='"trail"."events"', region=REGION)
    parsed = sqlglot.parse_one(written, dialect="athena")
    names = {column.name.lower() for column in parsed.find_all(sqlglot.exp.Column)}
    of_a_struct = {"arn", "invokedby"}
    assert names - of_a_struct <= set(COLUMNS) | set(PARTITIONS) | {"calls"}


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_a_question_reads_one_region_and_a_month(question: Question) -> None:
    """Without both, Athena reads the whole archive, or nothing: the Region's partition must be named."""
    where = sqlglot.parse_one(sql(question, table="t", region=REGION), dialect="athena").args["where"]
    assert f"region = '{REGION}'" in where.sql(dialect="athena")
    assert "day >=" in where.sql(dialect="athena")


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_both_languages_show_the_same_columns(question: Question) -> None:
    parsed = sqlglot.parse_one(sql(question, table="t", region=REGION), dialect="athena")
    shown = [one.alias for one in parsed.args["expressions"]]
    named = re.findall(r" as (\w+)", insights(question))
    assert set(shown) == set(named) == {*(name for name, _, _ in question.columns), "calls", "first_call", "last_call"}


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_the_last_year_is_asked_by_fields_of_an_event(question: Question) -> None:
    text = re.sub(r'"[^"]*"', "", insights(question))
    fields = set(re.findall(r"\b(?:[a-z]+[A-Z]\w*)", text))
    roots = {one for one in fields if not re.search(rf"\.{one}\b", text)}
    assert roots <= EVENT_FIELDS


def test_every_question_is_saved_in_both_places() -> None:
    scope = stack()
    account(scope)
    saved = resources(scope, "AWS::Athena::NamedQuery").values()
    assert {one["Properties"]["Name"] for one in saved} == {one.title for one in QUESTIONS}
    asked = resources(scope, "AWS::Logs::QueryDefinition", "AccountQueries").values()
    assert {one["Properties"]["Name"] for one in asked} == {f"Test/{one.title}" for one in QUESTIONS}
    for one in asked:
        assert mentions(one["Properties"]["LogGroupNames"], "AccountTrailLogGroup")


def test_answers_are_encrypted_whatever_whoever_asks_says() -> None:
    scope = stack()
    account(scope)
    settings = only(scope, "AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    assert settings["EnforceWorkGroupConfiguration"] is True
    encryption = settings["ResultConfiguration"]["EncryptionConfiguration"]
    assert encryption["EncryptionOption"] == "SSE_KMS"
    assert mentions(encryption["KmsKey"], "AccountKey")


def test_the_tables_lie_over_the_archive() -> None:
    scope = stack()
    account(scope)
    for named, folder in (("QueriesTable", "CloudTrail"), ("QueriesRefusalsTable", "CloudTrail-NetworkActivity")):
        table = only(scope, "AWS::Glue::Table", named)["TableInput"]
        assert mentions(table["StorageDescriptor"]["Location"], "AccountTrailArchive")
        assert mentions(table["Parameters"]["storage.location.template"], f"/{folder}/${{region}}/${{day}}")
        assert {one["Name"] for one in table["PartitionKeys"]} == set(PARTITIONS)


def test_refusals_are_asked_where_they_are_delivered() -> None:
    scope = stack()
    account(scope)
    saved = {
        one["Properties"]["Name"]: one["Properties"] for one in resources(scope, "AWS::Athena::NamedQuery").values()
    }
    assert '"refusals"' in saved["Whom a VPC endpoint refused what"]["QueryString"]
    assert '"events"' in saved["Who invoked which model"]["QueryString"]


def test_whoever_may_ask_reads_the_archive_and_writes_only_answers() -> None:
    scope = stack()
    found = account(scope)
    role = iam.Role(scope, "Auditor", assumed_by=iam.AccountRootPrincipal())
    assert found.queries is not None
    assert found.evidence is not None
    found.queries.grant_query(role)
    found.evidence.grant_upload_posture(role)
    archive = by_sid(only(scope, "AWS::S3::BucketPolicy", "TrailArchive")["PolicyDocument"])
    assert mentions(archive["ReadObjects"]["Principal"], "Auditor")
    assert "WriteObjects" not in archive
    results = by_sid(only(scope, "AWS::S3::BucketPolicy", "QueriesResults")["PolicyDocument"])
    assert mentions(results["WriteObjects"]["Principal"], "Auditor")
    policy = only(scope, "AWS::IAM::ManagedPolicy", "Queries")["PolicyDocument"]
    actions = {one for said in policy["Statement"] for one in as_list(said["Action"])}
    assert not {one for one in actions if re.search(r"Delete|Update|Put", one)}
    assert mentions(only(scope, "AWS::IAM::ManagedPolicy", "Queries")["Roles"], "Auditor")
    assert "ManagedPolicyArns" not in only(scope, "AWS::IAM::Role", "Auditor"), (
        "the role would wait for a key that names it"
    )
