"""A database opened to the world at noon looks, in the evening, as if it had never been: nobody recorded it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, uses_models, watches_place_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_CM_8
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    return workload.peers("AWS::Config::ConfigurationRecorder").any(
        lambda recorder: watches_place_of(recorder, workload) & recorder["RoleARN"].is_set()
    ) | (workload.is_adopted("recorder") & UNKNOWN)


CONTROL = Control(
    id="config-present",
    title="Config records the resources of the account and Region",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint", *IDENTITY_POLICY_TYPES),
    when=uses_models,
    holds=holds,
    once_per_account=True,
    fix="Deploy AuditedAccount, or acknowledge who records the account's configuration.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html",),
    baseline=("CFG-1",),
    satisfies=(
        NIST_CM_3,
        NIST_CM_8,
    ),
)
