"""A document that was overwritten cannot be compared with what the model was fed.

Versions tell poisoning from editing, and bring back what an attacker deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_9, NIST_SI_7, OWASP_LLM04

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return bucket["VersioningConfiguration.Status"].equals("Enabled")


CONTROL = Control(
    id="s3-versioned",
    title="S3 buckets keep every version",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    holds=holds,
    fix="Set VersioningConfiguration.Status to Enabled, with a lifecycle rule for old versions.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",),
    baseline=(
        "INT-1",
        "HA-4",
    ),
    satisfies=(
        NIST_CP_9,
        NIST_SI_7,
        OWASP_LLM04,
    ),
)
