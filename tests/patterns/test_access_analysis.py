"""Who reaches what, and where personal data lies: the analyzers, and Macie."""

from __future__ import annotations

import pytest
from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from secure_ai_constructs import AccessAnalysis, Operations, SensitiveDataDiscovery
from tests.patterns.event_pattern import matches
from tests.patterns.synthesis import beside, is_kept, only, region, resources, stack


def test_access_from_outside_and_rights_that_nobody_uses_are_found() -> None:
    scope = stack()
    AccessAnalysis(scope, "Access", operations=Operations(scope, "Operations"))
    found = {one["Properties"]["Type"] for one in resources(scope, "AWS::AccessAnalyzer::Analyzer").values()}
    assert found == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}


def test_who_inside_reaches_a_bucket_is_found_when_that_is_asked_for() -> None:
    scope = stack()
    access = AccessAnalysis(scope, "Access", operations=Operations(scope, "Operations"))
    access.watch_inside(s3.Bucket.from_bucket_name(scope, "Claims", "claims"))
    found = only(scope, "AWS::AccessAnalyzer::Analyzer", "Internal")
    [rule] = found["AnalyzerConfiguration"]["InternalAccessConfiguration"]["InternalAccessAnalysisRule"]["Inclusions"]
    assert "AccountIds" not in rule, "AWS takes it of an organization's analyzer alone"
    assert len(rule["ResourceArns"]) == 1


def test_a_bucket_that_needs_the_account_s_stack_is_watched_from_a_later_one() -> None:
    scope = stack()
    operations = Operations(scope, "Operations")
    access = AccessAnalysis(scope, "Access", operations=operations)
    other = beside(scope, "Claims")
    bucket = s3.Bucket(other, "Documents")
    CfnOutput(other, "Alerts", value=operations.alerts.topic.topic_arn)
    analyzer = access.watch_inside(bucket)
    assert Stack.of(analyzer).node.path == "Test/Access/Inside"
    found = Template.from_stack(Stack.of(analyzer)).find_resources("AWS::AccessAnalyzer::Analyzer")
    assert len(found) == 1


def test_internal_access_is_asked_for_once_and_of_something() -> None:
    scope = stack()
    access = AccessAnalysis(scope, "Access", operations=Operations(scope, "Operations"))
    with pytest.raises(ValueError, match="Test/Access: buckets must name what is watched, none were"):
        access.watch_inside()
    bucket = s3.Bucket.from_bucket_name(scope, "Claims", "claims")
    access.watch_inside(bucket)
    with pytest.raises(ValueError, match="an account has one analyzer of internal access, and it was made already"):
        access.watch_inside(bucket)


def test_macie_is_turned_on_stays_on_and_tells() -> None:
    scope = stack()
    SensitiveDataDiscovery(scope, "Discovery", operations=Operations(scope, "Operations"))
    [session] = resources(scope, "AWS::Macie::Session").values()
    assert session["Properties"]["Status"] == "ENABLED"
    assert is_kept(session)
    finding = {
        "source": "aws.macie",
        "detail-type": "Macie Finding",
        "detail": {"severity": {"description": "High", "score": 3}},
    }
    assert matches(only(scope, "AWS::Events::Rule", "DiscoveryAlarmsFindings")["EventPattern"], finding)


def test_a_region_without_macie_is_refused() -> None:
    scope = region("ca-west-1")
    with pytest.raises(ValueError, match="the Region must offer AWS::Macie::Session; ca-west-1 does not"):
        SensitiveDataDiscovery(scope, "Discovery", operations=Operations(scope, "Operations"))
