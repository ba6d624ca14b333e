"""An object that another account uploads stays that account's, and an ACL opens what no policy shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(bucket: Resource) -> Truth:
    """New buckets have no ACLs, so it is enough that nobody turns them on."""
    rules, canned = bucket["OwnershipControls.Rules"], bucket["AccessControl"]
    is_off = rules.all(lambda rule: rule["ObjectOwnership"].equals("BucketOwnerEnforced"))
    return is_off & (~canned.is_set() | canned.one_of("BucketOwnerFullControl", "Private"))


CONTROL = Control(
    id="s3-acls-disabled",
    title="Buckets have no access control lists: policies alone say who may what",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::S3::Bucket",),
    holds=holds,
    fix="Set ObjectOwnership to BucketOwnerEnforced.",
    sources=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",),
    baseline=("KMS-3", "IAM-6"),
    satisfies=(NIST_AC_3,),
)
