"""One call turns the log off for all models of the account, and one turns it on again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_AU_9

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(logging: Resource) -> Truth:
    return told_of_calls(
        logging,
        "bedrock",
        "DeleteEnforcedGuardrailConfiguration",
        "DeleteModelInvocationLoggingConfiguration",
        "PutAccountDataRetention",
        "PutEnforcedGuardrailConfiguration",
        "PutModelInvocationLoggingConfiguration",
    )


CONTROL = Control(
    id="bedrock-invocation-log-changes-told",
    title="Settings of Bedrock for the account that are changed or turned off raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("Custom::BedrockInvocationLogging",),
    holds=holds,
    fix="Add an event rule on calls that change invocation logging, enforced guardrails and data retention; InvocationLogging does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html",),
    baseline=(
        "CT-7",
        "MIL-5",
    ),
    satisfies=(
        NIST_AU_5,
        NIST_AU_9,
    ),
)
