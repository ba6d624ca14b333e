"""A value as plain data, with a name of the caller's choice for each thing that only deployment can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.intrinsics import resolve
from secure_ai_constructs.assembly.node import ABSENT, Choice, Known, Node, Text, Token
from secure_ai_constructs.assembly.read import AssemblyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly.value import Value

    Namer = Callable[[Token], str]


def grounded(value: Value, name: Namer) -> Any:
    """The value as JSON data; absent parts are left out, and an absent value is None.

    Raises AssemblyError where deployment picks between alternatives.
    """
    return _ground(value.node, name, place=f"{value.resource.template.name}: {value.resource.logical_id}")


def _ground(node: Node, name: Namer, *, place: str) -> Any:
    match node:
        case Token():
            return name(node)
        case Text():
            return "".join(part if isinstance(part, str) else name(part) for part in node.parts)
        case Known(dict() as data, template):
            children = ((key, resolve(child, template)) for key, child in data.items())
            return {key: _ground(child, name, place=place) for key, child in children if child is not ABSENT}
        case Known(list() as data, template):
            items = (resolve(child, template) for child in data)
            return [_ground(item, name, place=place) for item in items if item is not ABSENT]
        case Known(data, _):
            return data
        case Choice():
            raise AssemblyError(f"{place}: deployment picks between alternatives")
    return None
