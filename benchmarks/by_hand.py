"""Writes a template as the typed Python that somebody would write by hand: one L1 construct a resource.

    python -m benchmarks.by_hand TEMPLATE.json > stack.py

The generated module defines `build(stack)`. Types are found in the installed aws-cdk-lib: a
property of a nested type becomes that type's constructor call; free-form JSON stays a dict.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any

_INTRINSICS = ("Ref", "Condition")


def module(template: dict[str, Any]) -> str:
    """The source of a module whose `build(stack)` makes the template's resources."""
    lines = ["from aws_cdk import CfnResource, Token", ""]
    body: list[str] = []
    services = set()
    for logical_id, resource in template["Resources"].items():
        construct = _construct(resource["Type"])
        arguments = f'stack, "{logical_id}"'
        if construct is None:
            properties = repr(resource.get("Properties", {}))
            body.append(f'    CfnResource({arguments}, type="{resource["Type"]}", properties={properties})')
            continue
        services.add(construct.__module__)
        properties = _arguments(construct, resource.get("Properties", {}), construct)
        body.append(f"    {construct.__module__}.{construct.__name__}({arguments}, {properties})")
    lines += [f"import {service}" for service in sorted(services)]
    return "\n".join([*lines, "", "", "def build(stack):", *body, ""])


def _construct(resource_type: str) -> Any:
    _, service, name = [*resource_type.split("::"), "", ""][:3]
    try:
        home = importlib.import_module(f"aws_cdk.aws_{service.lower()}")
    except ModuleNotFoundError:
        return None
    return getattr(home, f"Cfn{name}", None)


def _arguments(construct: Any, values: dict[str, Any], owner: Any) -> str:
    parameters = {
        name.replace("_", "").lower(): one for name, one in inspect.signature(construct.__init__).parameters.items()
    }
    known = ((parameters.get(key.lower()), value) for key, value in values.items())
    return ", ".join(f"{one.name}={_value(value, str(one.annotation), owner)}" for one, value in known if one)


def _value(value: Any, annotation: str, owner: Any) -> str:
    """The Python expression of a value of an annotated type."""
    if (
        isinstance(value, dict)
        and len(value) == 1
        and (next(iter(value)) in _INTRINSICS or next(iter(value))[:4] == "Fn::")
    ):
        return f"Token.as_{'list' if 'Sequence' in annotation else 'string'}({value!r})"
    nested = re.search(rf"{owner.__name__}\.(\w+Property)", annotation)
    kind = getattr(owner, nested.group(1), None) if nested else None
    if isinstance(value, list):
        return f"[{', '.join(_value(item, annotation.replace('Sequence', ''), owner) for item in value)}]"
    if kind is not None and isinstance(value, dict):
        return f"{owner.__module__}.{owner.__name__}.{kind.__name__}({_arguments(kind, value, owner)})"
    if "CfnTag" in annotation and isinstance(value, dict):
        return repr({key.lower(): one for key, one in value.items()})
    return repr(value)


if __name__ == "__main__":
    print(module(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
