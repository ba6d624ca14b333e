"""The one long prompt in which the documents left is just the one that was too long for the log.

A log group holds bodies up to 100 KB, and no image: what is larger goes to a bucket, or is not logged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_3
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(logging: Resource) -> Truth:
    return all_of(logging[name].is_set() for name in ("Bucket", "LogGroup", "Role"))


CONTROL = Control(
    id="bedrock-invocation-log-complete",
    title="Model invocations are logged to a log group and, whole, to a bucket",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("Custom::BedrockInvocationLogging",),
    holds=holds,
    fix="Name LogGroup, Role and Bucket; InvocationLogging does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",),
    baseline=(
        "MIL-2",
        "MIL-3",
    ),
    satisfies=(NIST_AU_3,),
)
