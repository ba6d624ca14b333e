"""Stolen credentials of a function that signs in to a vector database read it all, from any network.

Through the Data API no network address leads to the database, so that nothing but the role itself can ask
where a statement comes from.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, granted_to, may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7, OWASP_LLM08
from secure_ai_constructs.truth import FALSE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = ("rds-data:BatchExecuteStatement", "rds-data:ExecuteStatement")


def holds(function: Resource) -> Truth:
    """By one of its policies, whichever allows it."""
    role = function["Role"].target
    if role is None:
        return FALSE
    return all_of(granted_to(role, partial(_denies, action)) for action in _ACTIONS)


def _denies(action: str, statement: Statement) -> Truth:
    return statement.refuses(action) & statement.denies_from_elsewhere()


def when(function: Resource) -> Truth:
    """Of a role that stands elsewhere nobody reads here what it may."""
    role = function["Role"].target
    return may(role, *_ACTIONS) if role else FALSE


CONTROL = Control(
    id="rds-statements-through-endpoint",
    title="Functions run statements on databases through the network's endpoint alone",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Deny rds-data:ExecuteStatement and BatchExecuteStatement on * with StringNotEquals aws:SourceVpce; ServiceFunction.only_through does.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",),
    baseline=("NET-6", "NET-7"),
    satisfies=(NIST_AC_4, NIST_SC_7, OWASP_LLM08),
)
