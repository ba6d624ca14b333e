"""Takes one defense out of a synthesized assembly."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Template = dict[str, Any]


def changed(source: Path, target: Path, template: str, change: Callable[[Template], None]) -> Path:
    """A copy of a cloud assembly in which one template was changed."""
    target.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file() and not file.name.startswith(("posture.", "tree.json", template)):
            os.link(file, target / file.name)
    data = json.loads((source / template).read_text(encoding="utf-8"))
    change(data)
    (target / template).write_text(json.dumps(data), encoding="utf-8")
    return target


def without(logical_id: str, path: str, *, also: str = "") -> Callable[[Template], None]:
    """Deletes what stands at a path of a resource; `path` is spelled as in a posture's evidence."""

    def delete(template: Template) -> None:
        for one in filter(None, (path, also)):
            holder: Any = template["Resources"][logical_id]
            *way, last = _keys(holder, one)
            for key in way:
                holder = holder[key]
            del holder[last]

    return delete


def _keys(node: Any, path: str) -> list[Any]:
    """The keys of a dotted path; a key of the template may itself hold a dot."""
    if not path:
        return []
    if isinstance(node, list):
        head, _, rest = path.partition(".")
        return [int(head), *_keys(node[int(head)], rest)]
    for key in sorted(node, key=len, reverse=True):
        if path == key or path.startswith(f"{key}."):
            return [key, *_keys(node[key], path[len(key) + 1 :])]
    raise KeyError(path)


def placed(logical_id: str, path: str, value: Any, *, insert: bool = False) -> Callable[[Template], None]:
    """Writes a value at a path of a resource, or, with `insert`, before the item of a list there."""

    def place(template: Template) -> None:
        holder: Any = template["Resources"][logical_id]
        *way, last = _keys(holder, path)
        for key in way:
            holder = holder[key]
        if insert:
            holder.insert(last, value)
        else:
            holder[last] = value

    return place
