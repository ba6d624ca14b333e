"""Who cares for a key and may use it, too, reads what it protects and erases who else could.

A key's policy that gives one role both leaves no second person. The account's root is not one: its
statement gives nobody anything by itself. Those who only switch a key off, for a kill switch, count
as caring for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, granted_to, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SC_12
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

_CARE = ("kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
_USE = ("kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom")


def holds(key: Resource) -> Truth:
    policy = statements(key["KeyPolicy"])

    def uses(role: Value) -> Truth:
        named = policy.any(lambda one: _to(one, _USE, lambda other: other.same_as(role)) | _to_anyone(one, _USE))
        return named | (policy.any(lambda one: _to(one, _USE, _is_account)) & _uses_by_itself(role.target, key))

    one_for_both = policy.any(lambda one: _to(one, _CARE, lambda role: ~_is_account(role) & uses(role)))
    anyone = policy.any(lambda one: _to_anyone(one, _CARE)) & policy.any(
        lambda one: _to_anyone(one, _USE) | _to(one, _USE, lambda role: ~_is_account(role))
    )
    return ~one_for_both & ~anyone


def _uses_by_itself(role: Resource | None, key: Resource) -> Truth:
    """Its own policies allow it, which count where the key's policy leaves that to the account."""
    if role is None or role.type != "AWS::IAM::Role":
        return FALSE

    def gives(one: Statement) -> Truth:
        here = one.value["Resource"].any(lambda arn: arn.equals("*") | arn.refers_to(key))
        return one.allows() & one.covers(*_USE) & here

    with role.assembly.recording():  # that nothing gives it stands in no property
        if granted_to(role, gives) is FALSE:
            return FALSE
    return granted_to(role, gives)


def _to_anyone(statement: Statement, actions: tuple[str, ...]) -> Truth:
    """The statement allows one of the actions to whoever comes from some account or by some service."""
    if (allows := statement.allows() & statement.to_anyone()) is FALSE:
        return FALSE
    named = statement.requires(POSITIVE, "aws:Principal(Arn|Tag/.*)")
    return allows & statement.covers(*actions) & ~named


def _to(statement: Statement, actions: tuple[str, ...], claim: Callable[[Value], Truth]) -> Truth:
    """The statement allows one of the actions to a principal of whom the claim holds."""
    if (allows := statement.allows()) is FALSE:
        return FALSE
    return allows & statement.covers(*actions) & statement.value["Principal"]["AWS"].any(claim)


def _is_account(principal: Value) -> Truth:
    return principal.matches(r"^arn:[^:]*:iam::[^:]*:root$|^[0-9]{12}$")


CONTROL = Control(
    id="kms-duties-separated",
    title="Nobody whom a key's policy lets care for the key may use it",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    fix="Name one role for the key's care and another for its use; CustomerKey's administrator and revoker use nothing.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",),
    baseline=("KMS-10", "KMS-2"),
    satisfies=(NIST_AC_6, NIST_SC_12),
)
