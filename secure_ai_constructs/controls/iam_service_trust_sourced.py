"""A service trusted without a source lets anyone who may use that service borrow the role.

Another account can point its own knowledge base, job or schedule at the role's ARN and have the
service act with it. `aws:SourceAccount` and `aws:SourceArn` tie the role to what is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_AC_6
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SERVICES = (
    r"^(bedrock|sagemaker|scheduler|vpc-flow-logs|delivery\.logs|malware-protection-plan\.guardduty)\.amazonaws\.com"
)


def holds(role: Resource) -> Truth:
    return statements(role["AssumeRolePolicyDocument"]).all(_names_its_source)


def _names_its_source(statement: Statement) -> Truth:
    return implied(
        statement.allows() & statement.to_service(lambda service: service.matches(_SERVICES)),
        lambda: statement.requires(POSITIVE, "aws:SourceAccount") & statement.requires(POSITIVE, "aws:SourceArn"),
    )


def when(role: Resource) -> Truth:
    return statements(role["AssumeRolePolicyDocument"]).any(
        lambda statement: statement.to_service(lambda service: service.matches(_SERVICES))
    )


CONTROL = Control(
    id="iam-service-trust-sourced",
    title="Roles trust AI services only for their own account and resources",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::IAM::Role",),
    when=when,
    holds=holds,
    fix="Add StringEquals aws:SourceAccount and ArnLike aws:SourceArn to the statement that trusts the service.",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html",
    ),
    baseline=("IAM-2",),
    satisfies=(
        NIST_AC_4,
        NIST_AC_6,
    ),
)
