"""Any role of the account with a broad S3 Vectors permission queries a team's embeddings past the knowledge base.

Vectors give their text away. A `Deny` on every principal but the knowledge base's role holds even
against an administrator's policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM08
from secure_ai_constructs.truth import Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_NAMED_BY = ("VectorBucketArn", "VectorBucketName")


def holds(bucket: Resource) -> Truth:
    policies = [bucket.referrers("AWS::S3Vectors::VectorBucketPolicy", path) for path in _NAMED_BY]
    return any_of(
        one.any(lambda policy: statements(policy["Policy"]).any(lambda it: _locks(it, bucket))) for one in policies
    )


def _locks(statement: Statement, bucket: Resource) -> Truth:
    return (
        statement.locks_out_others()
        & statement.covers("s3vectors:QueryVectors")
        & statement.covers("s3vectors:GetVectors")
        & statement.value["Resource"].any(lambda arn: arn.equals("*") | (arn.refers_to(bucket) & arn.matches(r"/\*$")))
    )


CONTROL = Control(
    id="s3vectors-locked-to-readers",
    title="Vector buckets refuse everyone but the named principals",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3Vectors::VectorBucket",),
    holds=holds,
    fix="Deny s3vectors data actions on the bucket's indexes with ArnNotLike aws:PrincipalArn; VectorStore does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-access-management.html",),
    baseline=("IAM-6",),
    satisfies=(NIST_AC_3, OWASP_LLM08),
)
