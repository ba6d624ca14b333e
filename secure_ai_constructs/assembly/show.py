"""A node as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.assembly.intrinsics import resolve
from secure_ai_constructs.assembly.node import Known, Node, alternatives, spell


def show(node: Node, limit: int = 200) -> str:
    """A node in one line, shortened to `limit` characters; tokens as `Fn::Sub` would spell them."""
    text = " or ".join(dict.fromkeys(_one(option) for option in alternatives(node)))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _one(node: Node) -> str:
    match node:
        case Known(dict() | list() as data, template):
            return json.dumps(_plain(data, template))
        case Known(None, _):
            return "null"
    return spell(node) or ("absent" if not isinstance(node, Known) else '""')


def _plain(raw: Any, template: Any) -> Any:
    node = resolve(raw, template)
    match node:
        case Known(dict() as data, owner):
            return {key: _plain(child, owner) for key, child in data.items()}
        case Known(list() as data, owner):
            return [_plain(child, owner) for child in data]
        case Known(data, _):
            return data
    return show(node)
