"""The root user needs no permission: whoever signs in as it takes down everything that watches, and first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, counted_and_told, told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SI_4
from secure_ai_constructs.truth import TRUE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(workload: Resource) -> Truth:
    told = told_of(workload, "", "AWS API Call via CloudTrail", _by_root, fields=("userIdentity",))
    return told if told is TRUE else told | _counted(workload)


def _by_root(detail: Value) -> Truth:
    return detail["userIdentity"]["type"].any(lambda one: one.equals("Root"))


def _counted(workload: Resource) -> Truth:
    """As the CIS benchmark has it: a metric filter of the trail's log group."""
    return workload.peers("AWS::Logs::MetricFilter").any(
        lambda one: one["FilterPattern"].matches(r'userIdentity\.type\s*=\s*"?Root') & counted_and_told(one)
    )


CONTROL = Control(
    id="iam-root-told",
    title="What is done as root raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint"),
    when=calls_are_recorded,
    holds=holds,
    once_per_account=True,
    fix="Add an event rule on calls whose userIdentity is of type Root; AuditedAccount has one.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",),
    baseline=("IAM-14",),
    satisfies=(NIST_AC_6, NIST_SI_4),
)
