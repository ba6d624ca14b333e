"""Whoever may tag a document may call it clean, and a poisoned one is read as if it had been scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_7, OWASP_LLM04
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_TAGGING = ("s3:DeleteObjectTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:ReplicateTags")


def holds(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::S3::BucketPolicy", "Bucket").any(
        lambda policy: statements(policy["PolicyDocument"]).any(lambda one: _spares_the_scanner_alone(one, bucket))
    )


def _spares_the_scanner_alone(statement: Statement, bucket: Resource) -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & all_of(statement.covers(one) for one in _TAGGING)
        & statement.on_all_objects_of(bucket)
        & statement.applies_when(
            "(Arn|String)Not(Equals|Like)", "aws:PrincipalArn", lambda arn: arn.is_set() & ~arn.matches(r"[*?]")
        )
    )


def when(bucket: Resource) -> Truth:
    return bucket.referrers("AWS::GuardDuty::MalwareProtectionPlan", "ProtectedResource.S3Bucket.BucketName").exist()


CONTROL = Control(
    id="s3-source-tags-locked",
    title="Nobody but the scanner tags what it scans",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    when=when,
    holds=holds,
    fix="Deny tagging of objects to every principal but the role of the MalwareProtectionPlan; DataBucket does.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/tag-based-access-s3-malware-protection.html",),
    baseline=("INT-3",),
    satisfies=(NIST_SI_7, OWASP_LLM04),
)
