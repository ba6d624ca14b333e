"""A service that may call a function for anyone calls it for the customer of another account, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_AC_6
from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(permission: Resource) -> Truth:
    source = permission["SourceArn"]
    return permission["SourceAccount"].is_set() | source.matches(r"^arn:[^:]*:[^:]*:[^:]*:[^:*?]+:") | _is_ours(source)


def _is_ours(source: Value) -> Truth:
    """It is the ARN of a resource of the assembly; that of a bucket holds no account, and may become another's."""
    return truth(source.target is not None and source.target.type != "AWS::S3::Bucket") & ~source.matches("^arn:")


def when(permission: Resource) -> Truth:
    return permission["Principal"].matches(r"\.amazonaws\.com(\.cn)?$")


CONTROL = Control(
    id="lambda-permission-sourced",
    title="Functions let services in only for their own account or resource",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Permission",),
    when=when,
    holds=holds,
    fix="Set SourceAccount, and SourceArn where the caller has one.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",),
    baseline=("IAM-2", "IAM-12"),
    satisfies=(NIST_AC_4, NIST_AC_6),
)
