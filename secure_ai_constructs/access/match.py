"""Whether a statement is about a request, and how it names the one who sends it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from secure_ai_constructs.access import condition
from secure_ai_constructs.access.pattern import matches_glob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secure_ai_constructs.access.document import Statement
    from secure_ai_constructs.access.request import Request


class Named(Enum):
    """How a statement of a resource policy names the principal of a request."""

    ITSELF = "itself"
    """Its own ARN, or everybody: what is granted so, no boundary bounds."""
    ROLE = "role"
    """The role of its session: boundary and session policies still bound it."""
    ACCOUNT = "account"
    """Its account, whose administrators decide by the principal's policies."""


def applies(statement: Statement, request: Request) -> bool:
    """Whether a statement is about the request's action and resource, and its conditions hold."""
    return (
        _covers_action(statement, request.action)
        and _covers_resource(statement, request)
        and all(
            condition.holds(one, request.keys, has_variables=statement.has_variables) for one in statement.conditions
        )
    )


def _covers_action(statement: Statement, action: str) -> bool:
    def any_of(patterns: Sequence[str]) -> bool:
        return any(matches_glob(pattern.lower(), action.lower()) for pattern in patterns)

    if statement.not_actions is not None:
        return not any_of(statement.not_actions)
    return any_of(statement.actions or ())


def _covers_resource(statement: Statement, request: Request) -> bool:
    """A star at the end of a part may reach over a colon; that is believed where it lets a request through, and not else."""
    widely = (statement.effect == "Allow") is (statement.not_resources is None)
    matches = condition.like if widely else condition.arn_like

    def any_of(patterns: Sequence[str]) -> bool:
        return any(
            matches(pattern, request.resource, request.keys, has_variables=statement.has_variables)
            for pattern in patterns
        )

    if statement.not_resources is not None:
        return not any_of(statement.not_resources)
    return statement.resources is None or any_of(statement.resources)


def how_named(statement: Statement, request: Request) -> Named | None:
    """How the statement names the principal: the way that is bounded least."""
    found = {how(kind, name, request) for kind, name in statement.principals or ()}
    return next((one for one in Named if one in found), None)


def how(kind: str, name: str, request: Request) -> Named | None:
    """How one principal of a statement, such as `("Service", "lambda.amazonaws.com")`, names the sender."""
    if kind == "Service":
        return Named.ITSELF if request.is_service and name in ("*", request.principal) else None
    if kind != "AWS" or name == "*":
        return Named.ITSELF if kind == "AWS" else None
    if not request.account:
        return None
    if name == request.account or name.endswith(f"::{request.account}:root"):
        return Named.ITSELF if request.is_root else Named.ACCOUNT
    return _by_arn(name, request)


def _by_arn(arn: str, request: Request) -> Named | None:
    if request.is_role and arn == request.principal:
        return Named.ROLE
    itself = request.session_arn if request.is_role else request.principal
    return Named.ITSELF if arn == itself else None
