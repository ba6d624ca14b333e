"""A key whose policy names one role is lost with that role, and everything that it encrypted with it.

The statement for the account's root gives nobody anything by itself: it lets IAM's policies count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.assembly.node import spell
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_12
from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.assembly.template import Template


def holds(key: Resource) -> Truth:
    """A key without a policy of its own gets KMS's default one, which has the statement."""
    policy = key["KeyPolicy"]
    return (~policy.is_set() | statements(policy).any(_keeps_control)) & ~key["BypassPolicyLockoutSafetyCheck"].equals(
        True
    )


def _is_account(principal: Value, template: Template) -> Truth:
    """By its root or its number; a template that may be deployed anywhere is believed to name its own."""
    own = template.account or "[0-9]{12}"
    root = principal.matches(rf"^arn:[^:]*:iam::({own}|[^:0-9]+):root$|^{own}$")
    return root | truth(spell(principal.node) == "${AWS::AccountId}")


def _keeps_control(statement: Statement) -> Truth:
    return (
        statement.allows()
        & statement.covers("kms:PutKeyPolicy")
        & statement.value["Principal"]["AWS"].any(lambda one: _is_account(one, statement.value.resource.template))
        & statement.is_unconditional()
    )


CONTROL = Control(
    id="kms-key-account-keeps-control",
    title="The account can always repair a key's policy",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    fix="Allow kms:* to the account's root in the key's policy, and leave BypassPolicyLockoutSafetyCheck out; CustomerKey does.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",),
    baseline=("KMS-2",),
    satisfies=(NIST_SC_12,),
)
