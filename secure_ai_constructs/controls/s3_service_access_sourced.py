"""A service that may write to the bucket for anyone delivers the forged logs of another account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_AU_9
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SOURCES = "aws:SourceAccount|aws:SourceArn|aws:SourceOrgID"


def holds(policy: Resource) -> Truth:
    return statements(policy["PolicyDocument"]).all(_names_its_source)


def _names_its_source(statement: Statement) -> Truth:
    return implied(
        statement.allows(),
        lambda: implied(
            statement.to_service(lambda service: service.is_set()), lambda: statement.requires(POSITIVE, _SOURCES)
        ),
    )


def when(policy: Resource) -> Truth:
    return statements(policy["PolicyDocument"]).any(lambda one: one.to_service(lambda service: service.is_set()))


CONTROL = Control(
    id="s3-service-access-sourced",
    title="Bucket policies let services in only for their own account or resource",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::BucketPolicy",),
    when=when,
    holds=holds,
    fix="Add StringEquals aws:SourceAccount or ArnLike aws:SourceArn to each service's statement.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",),
    baseline=("MIL-2", "IAM-2"),
    satisfies=(NIST_AC_4, NIST_AU_9),
)
