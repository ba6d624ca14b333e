"""Without a trail nobody can say who called which model, or who read which document, after ninety days.

The event history of an account is short, is per Region and holds no data events: `Retrieve` on
a knowledge base is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, uses_models, watches_place_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_3, NIST_AU_12
from secure_ai_constructs.truth import TRUE, UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::CloudTrail::Trail").any(
        lambda trail: trail["S3BucketName"].is_set() & _covers(trail, workload) & _runs(trail)
    ) | (workload.is_adopted("trail") & UNKNOWN)


def _covers(trail: Resource, workload: Resource) -> Truth:
    """A trail of the same Region does, and another one if it is of all Regions."""
    here = watches_place_of(trail, workload)
    return here if here is TRUE else here | trail["IsMultiRegionTrail"].equals(True)


def _runs(trail: Resource) -> Truth:
    with trail.assembly.recording():  # whether it is as it should be, `cloudtrail-protected` says
        return ~trail["IsLogging"].equals(False)


CONTROL = Control(
    id="cloudtrail-present",
    title="A trail records the API calls of the account",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint", *IDENTITY_POLICY_TYPES),
    when=uses_models,
    holds=holds,
    once_per_account=True,
    fix="Deploy a trail with the account's baseline, or acknowledge who owns the organization's trail.",
    sources=(
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html",
    ),
    baseline=("CT-1",),
    satisfies=(
        NIST_AU_12,
        NIST_AU_2,
        NIST_AU_3,
    ),
)
