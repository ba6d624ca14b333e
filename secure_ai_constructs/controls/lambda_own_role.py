"""A role of two functions gives each of them what only the other one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_AC_6
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(function: Resource) -> Truth:
    role = function["Role"]
    if role.target is None:
        return role.is_set() & UNKNOWN
    return role.is_set() & ~role.target.referrers(function.type, "Role").any(lambda other: truth(other is not function))


CONTROL = Control(
    id="lambda-own-role",
    title="Each Lambda function has a role of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Function",),
    holds=holds,
    fix="Give every function its own role; ServiceFunction does.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",),
    baseline=("IAM-12",),
    satisfies=(NIST_AC_5, NIST_AC_6),
)
