"""Whether there will be evidence of today."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.evidence_collected import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")
RULES, REPORTS, CARDS = "config:DescribeComplianceByConfigRule", "artifact:ListReports", "sagemaker:DescribeModelCard"
READS = [RULES, REPORTS, CARDS]
FUNCTION = resource("AWS::Lambda::Function", {"Role": {"Fn::GetAtt": ["Role", "Arn"]}})
CARD = resource("AWS::SageMaker::ModelCard")


def role(actions: Any) -> dict[str, Any]:
    document = allow(Action=actions, Resource="*")
    return role_with(document)


def rule(target: str = "Function", **changes: Any) -> dict[str, Any]:
    said = {"ScheduleExpression": "rate(1 day)", "Targets": [{"Id": "a", "Arn": {"Fn::GetAtt": [target, "Arn"]}}]}
    return resource("AWS::Events::Rule", {**said, **changes})


def verdict(actions: Any = READS, **others: dict[str, Any]) -> Any:
    around = {"Card": CARD, "Recorder": resource("AWS::Config::ConfigurationRecorder")}
    given = {"Role": role(actions), "Function": FUNCTION, "Rule": rule(), **around, **others}
    return judge(CONTROL, WORKLOAD, **given)


def test_a_function_that_a_rule_starts_every_day_passes() -> None:
    assert verdict() is TRUE


def test_a_queue_between_them_passes() -> None:
    queue = {"EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "FunctionName": {"Ref": "Function"}}
    between = {"Queue": resource("AWS::SQS::Queue"), "Fed": resource("AWS::Lambda::EventSourceMapping", queue)}
    assert verdict(Rule=rule("Queue"), **between) is TRUE


def test_a_schedule_of_eventbridge_scheduler_passes() -> None:
    schedule = {"ScheduleExpression": "rate(1 day)", "Target": {"Arn": {"Fn::GetAtt": ["Function", "Arn"]}}}
    assert verdict(Rule=resource("AWS::Scheduler::Schedule", schedule)) is TRUE


def test_an_active_assessment_of_audit_manager_passes() -> None:
    assessment = resource("AWS::AuditManager::Assessment", {"Status": "ACTIVE"})
    assert judge(CONTROL, WORKLOAD, Assessment=assessment) is TRUE


@pytest.mark.parametrize("actions", [[RULES, REPORTS], [RULES, CARDS], [REPORTS, CARDS], "s3:GetObject"], ids=str)
def test_a_function_that_reads_less_fails(actions: Any) -> None:
    assert verdict(actions) is FALSE


def test_where_there_are_no_cards_nobody_has_to_read_them() -> None:
    assert verdict([RULES, REPORTS], Card=resource("AWS::S3::Bucket")) is TRUE


def test_where_nothing_is_recorded_there_are_no_rules_to_read() -> None:
    assert verdict([REPORTS, CARDS], Recorder=resource("AWS::S3::Bucket")) is TRUE


def test_where_there_is_a_standard_its_findings_are_read() -> None:
    standard = resource("AWS::SecurityHub::Standard")
    assert verdict(Standard=standard) is FALSE
    assert verdict([*READS, "securityhub:GetFindings"], Standard=standard) is TRUE


@pytest.mark.parametrize(
    "changes",
    [{"ScheduleExpression": {"Ref": "AWS::NoValue"}}, {"State": "DISABLED"}, {"Targets": []}],
    ids=str,
)
def test_a_function_that_nothing_starts_fails(changes: dict[str, Any]) -> None:
    assert verdict(Rule=rule(**changes)) is FALSE


def test_an_account_without_it_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(ANYTHING) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
