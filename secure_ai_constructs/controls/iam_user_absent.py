"""A user's access key works for years, from anywhere, for whoever finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_IA_5
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(_: Resource) -> Truth:
    return FALSE


CONTROL = Control(
    id="iam-user-absent",
    title="No template creates users or access keys",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::IAM::AccessKey", "AWS::IAM::User"),
    holds=holds,
    fix="Use roles: for people through IAM Identity Center, on premises through IAM Roles Anywhere (OnPremisesRole).",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",),
    baseline=("HYB-2", "IAM-14"),
    satisfies=(NIST_IA_5,),
)
