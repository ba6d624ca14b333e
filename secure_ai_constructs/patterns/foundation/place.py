"""Where parts of one workload stand: in one account and Region, which policies and endpoints name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from aws_cdk import Stack, Token
from aws_cdk import aws_kms as kms

from secure_ai_constructs.patterns.foundation.kind import require_key, require_kind

if TYPE_CHECKING:
    from constructs import Construct, IConstruct


_PLACES: WeakKeyDictionary[Stack, tuple[str, IConstruct]] = WeakKeyDictionary()
"""Of stacks that were asked before: where a stack stands does not change, and to ask is four calls of Node."""


def require_part(what: str, part: IConstruct, kind: type, *, of: Construct) -> None:
    """Raises ValueError unless a part is of a kind, and stands beside `of`."""
    require_kind(f"{of.node.path}: {what}", part, kind)
    require_beside(what, part, of=of)


def require_beside(what: str, part: IConstruct, *, of: Construct) -> None:
    """Raises ValueError for a part in another app, or in the stack of another account or Region than that of `of`."""
    its_place, its_app = _place(Stack.of(part))
    _require(what, its_place, of=of)
    if its_app is not _place(Stack.of(of))[1]:
        raise ValueError(f"{of.node.path}: the {what} must be of the same app, {part.node.path} was of another")


def require_key_here(what: str, key: kms.IKey, *, of: Construct) -> None:
    """Raises ValueError unless a key is one, and is known to be of no other account or Region than the stack of `of`."""
    require_key(f"{of.node.path}: {what}", key)
    if isinstance(key, kms.Key):
        require_beside(what, key, of=of)
    else:
        require_here(what, key.env.account, key.env.region, of=of)


def require_here(what: str, account: str, region: str, *, of: Construct) -> None:
    """Raises ValueError for what is known to be in another account or Region than the stack of `of`."""
    if not Token.is_unresolved(f"{account}{region}"):
        _require(what, f"{account} {region}", of=of)


def _require(what: str, its_place: str, *, of: Construct) -> None:
    place, _ = _place(Stack.of(of))
    if place != its_place:
        raise ValueError(f"{of.node.path}: the {what} must be in {place}, as the stack, was in {its_place}")


def _place(stack: Stack) -> tuple[str, IConstruct]:
    """Account and Region of a stack, and the app that it is of."""
    if stack not in _PLACES:
        _PLACES[stack] = f"{stack.account} {stack.region}", stack.node.root
    return _PLACES[stack]
