"""An auditor waits for evidence that nobody collects: AWS has closed Audit Manager to accounts that did not use it.

A template cannot show whether an account does, so something asks at deployment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CA_7
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(assessment: Resource) -> Truth:
    framework = assessment["FrameworkId"]
    asked = next(iter(framework.targets), None)
    unasked = FALSE if framework.is_known else UNKNOWN
    return framework.is_set() & (truth(asked.type == "Custom::AuditManagerFramework") if asked else unasked)


CONTROL = Control(
    id="audit-manager-in-use",
    title="Assessments of Audit Manager are made where somebody asked whether the account uses it",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::AuditManager::Assessment",),
    holds=holds,
    fix="Collect evidence with EvidenceCollector, or use AuditManagerAssessment, which asks.",
    sources=("https://docs.aws.amazon.com/audit-manager/latest/userguide/what-is.html",),
    baseline=("AUD-1",),
    satisfies=(NIST_CA_7,),
)
