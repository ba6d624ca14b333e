"""An assessment by Audit Manager: of which account and framework, and where its reports are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs import AuditManagerAssessment, CustomerKey, Operations
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.synthesis import ACCOUNT, by_sid, is_kept, mentions, only, region, resources, stack


def assessed(scope: Stack | None = None, **arguments: Any) -> Stack:
    scope = scope or stack()
    given = {
        "owner": "compliance",
        "process_owner": iam.Role(scope, "Auditor", assumed_by=iam.AccountRootPrincipal()),
        "key": CustomerKey(scope, "Key", description="reports").key,
        "operations": Operations(scope, "Operations"),
        "existing_customer": True,
        **arguments,
    }
    AuditManagerAssessment(scope, "Assessed", **given)
    return scope


@pytest.fixture(scope="module")
def whole() -> Stack:
    return assessed()


def test_the_account_is_assessed_against_the_framework_that_was_found(whole: Stack) -> None:
    found = only(whole, "AWS::AuditManager::Assessment")
    assert found["AwsAccount"] == {"Id": ACCOUNT}
    assert found["Scope"]["AwsAccounts"] == [{"Id": ACCOUNT}]
    assert mentions(found["FrameworkId"], "AssessedFramework")
    assert only(whole, "Custom::AuditManagerFramework")["Framework"] == "AWS Generative AI Best Practices Framework v2"
    [owner] = found["Roles"]
    assert (owner["RoleType"], mentions(owner["RoleArn"], "Auditor")) == ("PROCESS_OWNER", True)


def test_reports_are_evidence_that_the_process_owner_alone_writes(whole: Stack) -> None:
    destination = only(whole, "AWS::AuditManager::Assessment")["AssessmentReportsDestination"]
    assert mentions(destination["Destination"], "AssessedReports")
    assert only(whole, "AWS::S3::Bucket", "AssessedReports")["ObjectLockEnabled"] is True
    policy = by_sid(only(whole, "AWS::S3::BucketPolicy", "AssessedReports")["PolicyDocument"])
    assert mentions(policy["WriteObjects"]["Principal"], "Auditor")
    assert mentions(policy["ReadObjects"]["Principal"], "Auditor")
    assert mentions(only(whole, "Custom::AuditManagerFramework")["Key"], "Key")


def test_what_was_collected_is_kept(whole: Stack) -> None:
    [found] = resources(whole, "AWS::AuditManager::Assessment").values()
    assert is_kept(found)


def test_the_function_looks_and_registers_nobody(whole: Stack) -> None:
    [inline] = only(whole, "AWS::IAM::Role", "AssessedFunction")["Policies"]
    assert by_sid(inline["PolicyDocument"])["FindFramework"]["Action"] == [
        "auditmanager:GetAccountStatus",
        "auditmanager:GetSettings",
        "auditmanager:ListAssessmentFrameworks",
    ]


def test_it_passes_every_control(whole: Stack) -> None:
    app: Any = whole.node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    assert {one.control.id for one in found if one.verdict is not TRUE} == set()


@pytest.mark.parametrize("given", [False, "yes", 1])
def test_whoever_is_no_customer_yet_is_told_so(given: Any) -> None:
    with pytest.raises(ValueError, match=r"existing_customer must be True, because AWS has closed .* was "):
        assessed(existing_customer=given)


@pytest.mark.parametrize("name", ["", " ", None])
def test_a_framework_has_a_name(name: Any) -> None:
    with pytest.raises(
        ValueError, match="framework must be the name of a standard framework, in at most 256 characters, was"
    ):
        assessed(framework=name)


def test_somebody_owns_it() -> None:
    with pytest.raises(ValueError, match="Test/Assessed: owner must say something, was ''"):
        assessed(owner="")


def test_a_region_without_it_is_refused() -> None:
    with pytest.raises(ValueError, match="must offer AWS::AuditManager::Assessment; eu-north-1 does not"):
        assessed(region("eu-north-1"))
