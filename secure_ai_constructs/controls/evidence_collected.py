"""An auditor asks for last March, and the account can show today: findings age out, and settings have no memory.

Evidence is a function that reads what Config says of the rules, what Security Hub says of standards, which of AWS's own
reports there are and what the cards of models say, by a schedule and not when somebody remembers; or an assessment of
Audit Manager, where the account has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import may
from secure_ai_constructs.alerts import runs_by_clock
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_6, NIST_CA_2, NIST_CA_7
from secure_ai_constructs.truth import UNKNOWN, Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_COMPLIANCE = ("config:DescribeComplianceByConfigRule", "config:GetComplianceDetailsByConfigRule")
_REPORTS, _STANDARDS = ("artifact:ListReports",), ("securityhub:GetFindings",)
_CARDS = ("sagemaker:CreateModelCardExportJob", "sagemaker:DescribeModelCard")


def holds(workload: Resource) -> Truth:
    assessed = workload.peers("AWS::AuditManager::Assessment").any(lambda one: one["Status"].equals("ACTIVE"))
    collected = workload.peers("AWS::IAM::Role").any(lambda role: _collects(role, workload))
    return assessed | collected | (workload.is_adopted("evidence") & UNKNOWN)


def _collects(role: Resource, workload: Resource) -> Truth:
    cards = workload.peers("AWS::SageMaker::ModelCard")
    standards = workload.peers("AWS::SecurityHub::Standard")
    records = workload.peers("AWS::Config::ConfigurationRecorder").exist() | workload.is_adopted("recorder")
    return (
        may(role, *_REPORTS)
        & implied(records, lambda: may(role, *_COMPLIANCE))
        & implied(standards.exist(), lambda: may(role, *_STANDARDS))
        & implied(cards.exist(), lambda: may(role, *_CARDS))
        & role.referrers("AWS::Lambda::Function", "Role").any(runs_by_clock)
    )


CONTROL = Control(
    id="evidence-collected",
    title="Evidence of compliance, and of the models' cards, is collected on a schedule",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, or acknowledge who keeps evidence for the account.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/evaluating-your-resources.html",),
    baseline=("ART-3", "AUD-2", "MC-4"),
    satisfies=(NIST_AU_6, NIST_CA_2, NIST_CA_7),
)
