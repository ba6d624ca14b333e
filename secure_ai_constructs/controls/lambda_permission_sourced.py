"""A service that may call a function for anyone calls it for the customer of another account, too.

A permission of everybody, or an address that asks for no signature, lets the whole world in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_AC_6
from secure_ai_constructs.truth import TRUE, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_ADDRESS = "AWS::Lambda::Url"


def holds(permission: Resource) -> Truth:
    if permission.type == _ADDRESS:
        return permission["AuthType"].equals("AWS_IAM")
    source = permission["SourceArn"]
    own = permission["SourceAccount"].is_set() | permission["PrincipalOrgID"].is_set()
    return own | source.matches(r"^arn:[^:]*:[^:]*:[^:]*:[^:*?]+:") | _is_ours(source)


def _is_ours(source: Value) -> Truth:
    """It is the ARN of a resource of the assembly; that of a bucket holds no account, and may become another's."""
    return truth(source.target is not None and source.target.type != "AWS::S3::Bucket") & ~source.matches("^arn:")


def when(permission: Resource) -> Truth:
    """A service, or everybody, is let in; an address always lets somebody in."""
    if permission.type == _ADDRESS:
        return TRUE
    return permission["Principal"].equals("*") | permission["Principal"].matches(r"\.amazonaws\.com(\.cn)?$")


CONTROL = Control(
    id="lambda-permission-sourced",
    title="Functions let services in for their own account or resource, and never everybody",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Permission", _ADDRESS),
    when=when,
    holds=holds,
    fix="Set SourceAccount, and SourceArn where the caller has one; AuthType AWS_IAM on a function's address.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",),
    baseline=("IAM-2", "IAM-12"),
    satisfies=(NIST_AC_4, NIST_AC_6),
)
