"""CloudTrail says that a model was called; without invocation logging nobody can show what it was told or what it said.

The setting belongs to the account and Region, is off by default, and has no CloudFormation type:
the control looks for this library's custom resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, uses_models, watches_place_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_3, OWASP_LLM10
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(workload: Resource) -> Truth:
    loggers = workload.peers("Custom::BedrockInvocationLogging")
    here = loggers.any(lambda logger: watches_place_of(logger, workload) & logger["ServiceToken"].is_set())
    return here | (workload.is_adopted("invocation-logging") & UNKNOWN)


CONTROL = Control(
    id="bedrock-invocation-logged",
    title="Model invocations are logged with their contents",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase", *IDENTITY_POLICY_TYPES),
    when=uses_models,
    holds=holds,
    once_per_account=True,
    fix="Turn on model invocation logging in the account's baseline, or acknowledge who owns the setting.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",),
    baseline=("MIL-1",),
    satisfies=(
        NIST_AU_2,
        NIST_AU_3,
        OWASP_LLM10,
    ),
)
