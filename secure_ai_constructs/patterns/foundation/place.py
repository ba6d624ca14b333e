"""Where parts of one workload stand: in one account and Region, which policies and endpoints name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Stack, Token

if TYPE_CHECKING:
    from constructs import Construct, IConstruct


def require_beside(what: str, part: IConstruct, *, of: Construct) -> None:
    """Raises ValueError for a part in the stack of another account or Region than that of `of`."""
    stack = Stack.of(part)
    _require(what, f"{stack.account} {stack.region}", of=of)


def require_here(what: str, account: str, region: str, *, of: Construct) -> None:
    """Raises ValueError for what is known to be in another account or Region than the stack of `of`."""
    if not Token.is_unresolved(f"{account}{region}"):
        _require(what, f"{account} {region}", of=of)


def _require(what: str, its_place: str, *, of: Construct) -> None:
    stack = Stack.of(of)
    place = f"{stack.account} {stack.region}"
    if place != its_place:
        raise ValueError(f"{of.node.path}: the {what} must be in {place}, as the stack, was in {its_place}")
