"""A stolen credential that copies the documents looks like any other traffic, and nobody is watching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, uses_models, watches_place_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    detectors = workload.peers("AWS::GuardDuty::Detector")
    here = detectors.any(lambda detector: watches_place_of(detector, workload) & detector["Enable"].equals(True))
    return here | (workload.is_adopted("detector") & UNKNOWN)


CONTROL = Control(
    id="guardduty-present",
    title="GuardDuty watches the account and Region",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint", *IDENTITY_POLICY_TYPES),
    when=uses_models,
    holds=holds,
    once_per_account=True,
    fix="Enable a detector in the account's baseline, or acknowledge who administers GuardDuty for the account.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html",),
    baseline=("GD-1",),
    satisfies=(NIST_SI_4,),
)
