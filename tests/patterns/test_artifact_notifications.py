"""What reaches people from us-east-1: reports of AWS, and whoever is root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from secure_ai_constructs import ArtifactNotifications, Part
from tests.patterns.event_pattern import matches
from tests.patterns.synthesis import by_sid, only, region, resources

if TYPE_CHECKING:
    from aws_cdk import Stack


def notifications(place: str = "us-east-1", **arguments: Any) -> Stack:
    scope = region(place)
    given = {"owner": "compliance", "emails": ["compliance@example.com"], **arguments}
    ArtifactNotifications(scope, "Notifications", **given)
    return scope


def telling(event: dict[str, Any]) -> list[str]:
    found = resources(notifications(), "AWS::Events::Rule").items()
    return [key for key, data in found if matches(data["Properties"]["EventPattern"], event)]


@pytest.mark.parametrize(
    "event",
    [
        {"source": "aws.artifact", "detail-type": "AWS Artifact Report Update", "detail": {}},
        {"source": "aws.artifact", "detail-type": "AWS Artifact Agreement Status Changed", "detail": {}},
        {
            "source": "aws.signin",
            "detail-type": "AWS Console Sign In via CloudTrail",
            "detail": {"userIdentity": {"type": "Root"}},
        },
        {
            "source": "aws.iam",
            "detail-type": "AWS API Call via CloudTrail",
            "detail": {"userIdentity": {"type": "Root"}, "eventName": "CreateAccessKey"},
        },
    ],
)
def test_reports_and_root_are_told_of(event: dict[str, Any]) -> None:
    assert len(telling(event)) == 1


def test_whoever_signs_in_as_himself_is_not_told_of() -> None:
    detail = {"userIdentity": {"type": "AssumedRole"}}
    event = {"source": "aws.signin", "detail-type": "AWS Console Sign In via CloudTrail", "detail": detail}
    assert telling(event) == []


def test_who_is_subscribed_already_is_left_as_he_is_and_told() -> None:
    scope = notifications(reports=Part.REPORTS.adopt("of the landing zone"))
    assert resources(scope, "Custom::ArtifactSubscription") == {}
    assert resources(scope, "AWS::Lambda::Function") == {}
    assert len(resources(scope, "AWS::Events::Rule")) == len(resources(notifications(), "AWS::Events::Rule"))


def test_reports_that_somebody_else_reads_are_not_told_of_and_root_is() -> None:
    scope = notifications(reports=Part.REPORTS.skip("The auditors of the group read them."))
    assert resources(scope, "Custom::ArtifactSubscription") == {}
    assert not any("Reports" in name for name in resources(scope, "AWS::Events::Rule"))
    assert any("Root" in name for name in resources(scope, "AWS::Events::Rule"))
    metadata = scope.template_options.metadata
    assert metadata is not None
    said = {"mode": "skip", "said": "The auditors of the group read them.", "rows": ["ART-2"]}
    assert metadata["SecureAi::AuditedAccount"] == {"reports": said}


def test_another_part_is_refused() -> None:
    with pytest.raises(ValueError, match=r"reports must be made by Part\.REPORTS, was of the trail"):
        notifications(reports=Part.TRAIL.create())


def test_the_account_is_subscribed() -> None:
    assert only(notifications(), "Custom::ArtifactSubscription")["Account"] == "123456789012"


def test_everybody_who_is_named_is_asked_to_confirm() -> None:
    scope = notifications(emails=["a@example.com", "b@example.com"])
    found = resources(scope, "AWS::SNS::Subscription").values()
    assert {one["Properties"]["Endpoint"] for one in found} == {"a@example.com", "b@example.com"}


def test_an_auditor_reads_some_reports_and_signs_nothing() -> None:
    scope = region("us-east-1")
    found = ArtifactNotifications(scope, "Notifications", owner="compliance", emails=["a@example.com"])
    role = iam.Role(scope, "Auditor", assumed_by=iam.AccountRootPrincipal())
    found.grant_read_reports(role, series=["SOC 2"])
    said = by_sid(only(scope, "AWS::IAM::Policy", "Auditor")["PolicyDocument"])
    assert said["ReadReports"]["Condition"] == {"StringEquals": {"artifact:ReportSeries": ["SOC 2"]}}
    assert said["ListReportsAndAgreements"]["Resource"] == "*"
    assert said["SignNothing"]["Effect"] == "Deny"
    assert "artifact:AcceptAgreement" in said["SignNothing"]["Action"]
    assert "Condition" not in said["SignNothing"]
    found.grant_read_reports(iam.Role(scope, "Second", assumed_by=iam.AccountRootPrincipal()), series=["PCI"])


@pytest.mark.parametrize("place", ["eu-central-1", "us-gov-west-1"])
def test_another_region_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match=f"answers in us-east-1 alone, so that the stack must be of it, was {place}"):
        notifications(place)


def test_somebody_must_be_told() -> None:
    with pytest.raises(ValueError, match="Test/Notifications: emails must name somebody to tell, was empty"):
        notifications(emails=[])


def test_reports_are_named() -> None:
    scope = region("us-east-1")
    found = ArtifactNotifications(scope, "Notifications", owner="compliance", emails=["a@example.com"])
    with pytest.raises(ValueError, match="Test/Notifications: series must name the reports that are read, was empty"):
        found.grant_read_reports(iam.Role(scope, "Auditor", assumed_by=iam.AccountRootPrincipal()), series=[])
