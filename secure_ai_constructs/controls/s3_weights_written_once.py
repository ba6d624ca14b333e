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

_REPLACES = ("Null", "s3:if-none-match")
"""The header, with which S3 refuses to replace an object, is missing."""
_CREATES = ("Bool", "s3:ObjectCreationOperation")
"""Parts of an upload carry no such header; the request that completes it does."""


def holds(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: statements(policy["PolicyDocument"]).any(lambda one: _refuses(one, bucket))
    )


def _refuses(statement: Statement, bucket: Resource) -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & statement.covers("s3:PutObject")
        & statement.on_all_objects_of(bucket)
        & _whatever_replaces(statement)
    )


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
    title="Weights of models are written once, and never replaced at their place",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::S3::Bucket",),
    when=holds_weights,
    holds=holds,
    fix="Deny s3:PutObject where s3:if-none-match is missing and s3:ObjectCreationOperation is true; ModelArtifacts does.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html",),
    baseline=("INT-4", "LIN-2"),
    satisfies=(NIST_CM_5, NIST_SI_7, OWASP_LLM04),
)
