"""Whoever may pass any role to a service may do whatever the strongest of them may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6
from secure_ai_constructs.truth import Truth, any_of, implied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secure_ai_constructs.assembly import Resource, Value

_SERVICE = "iam:PassedToService"


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(lambda one: implied(_passes(one), lambda: _is_named(one)))


def _passes(statement: Statement) -> Truth:
    return statement.allows() & statement.covers("iam:PassRole")


def _is_named(statement: Statement) -> Truth:
    return (
        ~statement.some_resource(lambda arn: arn.matches(r"[*?]"))
        & statement.requires(POSITIVE, _SERVICE)
        & ~any_of(service.any(lambda one: one.matches(r"[*?]")) for service in _services(statement))
    )


def _services(statement: Statement) -> Iterator[Value]:
    condition = statement.value["Condition"]
    for operator in condition.keys:
        for key in condition[operator].keys:
            if key.lower() == _SERVICE.lower():
                yield condition[operator][key]


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(_passes)


CONTROL = Control(
    id="iam-pass-role-named",
    title="Roles are passed by name, and to named services",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Name the role in Resource and the service in a StringEquals condition on iam:PassedToService.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",),
    baseline=("IAM-8",),
    satisfies=(NIST_AC_6,),
)
