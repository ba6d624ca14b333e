"""What an app may have only once, or only so often, however many constructs it has that do not know one another."""

from __future__ import annotations

from typing import cast

from constructs import Construct


def owner_of(scope: Construct, register: str, entry: str) -> str:
    """To whom an entry of the app's register belongs; empty when there is none."""
    found = _of_app(scope).node.try_find_child(register)
    entered = found.node.try_find_child(entry) if found else None
    return entered.node.children[0].node.id if entered else ""


def enter(scope: Construct, register: str, entry: str, *, owner: str) -> int:
    """Enters what is not there yet, and says how many entries there are then."""
    root = _of_app(scope)
    found = cast("Construct", root.node.try_find_child(register) or Construct(root, register))
    if not found.node.try_find_child(entry):
        Construct(Construct(found, entry), owner)
    return len(found.node.children)


def _of_app(scope: Construct) -> Construct:
    return cast("Construct", scope.node.root)
