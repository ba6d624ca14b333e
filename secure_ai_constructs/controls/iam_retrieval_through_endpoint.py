"""Stolen credentials of a caller work from any network, unless the role itself asks for the endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_ACTIONS = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Retrieve")


def holds(grant: Resource) -> Truth:
    return all_of(granted_by(grant).any(lambda one: _denies(one, action)) for action in _ACTIONS)  # noqa: B023 - all_of asks at once


def _denies(statement: Statement, action: str) -> Truth:
    """Whatever policy allows the action."""
    return statement.refuses(action) & statement.denies_from_elsewhere()


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(lambda one: one.allows() & one.covers("bedrock:Retrieve"))


CONTROL = Control(
    id="iam-retrieval-through-endpoint",
    title="Callers retrieve and ask only through the network's endpoints",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Deny bedrock:Retrieve, InvokeModel and InvokeModelWithResponseStream on * with StringNotEquals aws:SourceVpce; Team.grant_query does.",
    sources=("https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",),
    baseline=("NET-7",),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
