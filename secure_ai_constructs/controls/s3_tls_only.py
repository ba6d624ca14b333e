"""A client that talks plain HTTP or old TLS shows the documents to everyone on its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_8

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(lambda policy: _refuses_old_tls(policy, bucket))


def _refuses_old_tls(policy: Resource, bucket: Resource) -> Truth:
    document = statements(policy["PolicyDocument"])

    def refuses_everyone(statement: Statement) -> Truth:
        return (
            statement.denies()
            & statement.to_anyone()
            & statement.covers("s3:GetObject")
            & statement.covers("s3:PutObject")
            & statement.on_all_objects_of(bucket)
        )

    return document.any(lambda one: refuses_everyone(one) & _without_tls(one)) & document.any(
        lambda one: refuses_everyone(one) & _with_old_tls(one)
    )


def _without_tls(statement: Statement) -> Truth:
    return statement.applies_when("Bool(IfExists)?", "aws:SecureTransport", lambda one: one.equals("false"))


def _with_old_tls(statement: Statement) -> Truth:
    return statement.applies_when("NumericLessThan(IfExists)?", "s3:TlsVersion", lambda one: one.at_least(1.2))


CONTROL = Control(
    id="s3-tls-only",
    title="S3 buckets refuse requests without TLS 1.2 or newer",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    holds=holds,
    fix="Deny s3:* to everyone when aws:SecureTransport is false and when s3:TlsVersion is below 1.2.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",),
    baseline=("TLS-1",),
    satisfies=(NIST_SC_8,),
)
