"""Whoever may add weights puts others where the approved ones lie, and the next instance that starts serves them.

SageMaker reads the place again whenever it starts an instance, long after anybody asked for approval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_5, NIST_SI_7, OWASP_LLM04
from secure_ai_constructs.sources import holds_weights
from secure_ai_constructs.truth import Truth, all_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_DELETES = ("s3:DeleteObject", "s3:DeleteObjectVersion")
"""What is gone can be written again."""
_REPLACES = ("Null", "s3:if-none-match")
"""The header, with which S3 refuses to replace an object, is missing."""
_CREATES = ("Bool", "s3:ObjectCreationOperation")
"""Parts of an upload carry no such header; the request that completes it does."""


def holds(bucket: Resource) -> Truth:
    def refused(policy: Resource) -> Truth:
        said = statements(policy["PolicyDocument"])
        deleted = all_of(
            said.any(lambda one: _denies(one, bucket, action) & one.is_unconditional())  # noqa: B023 - all_of asks at once
            for action in _DELETES
        )
        return said.any(lambda one: _denies(one, bucket, "s3:PutObject") & _whatever_replaces(one)) & deleted

    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(refused)


def _denies(statement: Statement, bucket: Resource, action: str) -> Truth:
    return statement.denies() & statement.to_anyone() & statement.covers(action) & statement.on_all_objects_of(bucket)


def _whatever_replaces(statement: Statement) -> Truth:
    """The condition is one or both of these, and nothing that would let some through."""
    condition = statement.value["Condition"]
    pairs = [(operator, key) for operator in condition.keys for key in condition[operator].keys]
    operator, header = _REPLACES
    return (
        condition[operator][header].is_set()
        & truth(set(pairs) <= {_REPLACES, _CREATES})
        & all_of(condition[one][key].all(lambda value: value.equals("true")) for one, key in pairs or [_REPLACES])
    )


CONTROL = Control(
    id="s3-weights-written-once",
    title="Weights of models are written once, and neither replaced nor deleted",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=holds_weights,
    holds=holds,
    fix="Deny s3:PutObject where s3:if-none-match is missing and s3:ObjectCreationOperation is true, and deletion; ModelArtifacts does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html",),
    baseline=("INT-4", "LIN-2"),
    satisfies=(NIST_CM_5, NIST_SI_7, OWASP_LLM04),
)
