"""A library with a known hole is deployed for a year, because nobody ever looked what is in the image.

CloudFormation has no type that turns Inspector on: the control looks for this library's custom resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_RA_5, NIST_SI_2
from secure_ai_constructs.regions import WITH_CODE_SCANS
from secure_ai_constructs.truth import UNKNOWN, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_SCANS = ("EC2", "ECR", "LAMBDA")


def holds(workload: Resource) -> Truth:
    return workload.peers("Custom::InspectorEnablement").any(
        lambda one: one.in_region_of(workload) & all_of(_scans(one, scan) for scan in (*_SCANS, *_of_code(workload)))
    ) | (workload.is_adopted("inspector") & UNKNOWN)


def _scans(enablement: Resource, kind: str) -> Truth:
    """Images of a registry that is another's are scanned as its owner says."""
    asked = enablement["ResourceTypes"].matches(rf"\b{kind}\b")
    return asked | enablement.is_left_out("registry") if kind == "ECR" else asked


def _of_code(workload: Resource) -> tuple[str, ...]:
    return ("LAMBDA_CODE",) if workload.template.region in WITH_CODE_SCANS else ()


CONTROL = Control(
    id="inspector-present",
    title="Inspector scans images, functions, their code and instances",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::Bedrock::KnowledgeBase",
        "AWS::SageMaker::Endpoint",
    ),
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, or acknowledge who turns Inspector on for the account.",
    sources=("https://docs.aws.amazon.com/inspector/latest/user/scanning-resources.html",),
    baseline=("INS-1",),
    satisfies=(
        NIST_RA_5,
        NIST_SI_2,
    ),
)
