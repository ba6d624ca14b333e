"""The log of prompts is the largest collection of what people told the model in confidence.

Masking is at reading, in CloudWatch alone: the copy in the bucket is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, OWASP_LLM02

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(group: Resource) -> Truth:
    return (
        group["DataProtectionPolicy"]
        .parsed()["Statement"]
        .any(lambda one: one["DataIdentifier"].is_set() & one["Operation"]["Deidentify"].is_set())
    )


def when(group: Resource) -> Truth:
    return group.referrers("Custom::BedrockInvocationLogging", "LogGroup").exist()


CONTROL = Control(
    id="bedrock-invocation-log-masked",
    title="The log of model invocations masks personal data",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::Logs::LogGroup",),
    when=when,
    holds=holds,
    fix="Give the log group a DataProtectionPolicy; InvocationLogging does.",
    sources=("https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html",),
    baseline=("MIL-6",),
    satisfies=(
        NIST_AC_6,
        OWASP_LLM02,
    ),
)
