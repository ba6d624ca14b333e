"""Any role of the account with a broad S3 permission reads a team's documents past the knowledge base.

A `Deny` on every principal but the named ones holds even against an administrator's policy;
it leaves the bucket's own administration open, so that the account can always repair it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import objects_are_locked
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_SC_7
from secure_ai_constructs.sources import holds_captures, holds_documents, holds_weights

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return objects_are_locked(bucket)


def when(bucket: Resource) -> Truth:
    return holds_documents(bucket) | holds_weights(bucket) | holds_captures(bucket)


CONTROL = Control(
    id="s3-source-locked-to-readers",
    title="Buckets behind a knowledge base or a model, and of what it was asked, refuse all but named principals",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Deny reading, writing and deleting the bucket's objects with ArnNotLike aws:PrincipalArn; DataBucket does.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",),
    baseline=("IAM-6",),
    satisfies=(
        NIST_AC_3,
        NIST_SC_7,
    ),
)
