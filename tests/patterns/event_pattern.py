"""Whether EventBridge would send an event to a rule, for the operators that our rules use.

AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from typing import Any


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    """An event matches when every field of the pattern is there and has one of the values."""
    return all(_field(allowed, event.get(name)) for name, allowed in pattern.items())


def _field(allowed: Any, value: Any) -> bool:
    if isinstance(allowed, dict):
        items = value if isinstance(value, list) else [value]
        return any(isinstance(one, dict) and matches(allowed, one) for one in items)
    values = value if isinstance(value, list) else [value]
    return any(_alternative(one, item) for one in allowed for item in values)


def _alternative(alternative: Any, value: Any) -> bool:
    """A value itself, or the one operator of an alternative; an absent field has no value but `exists: false`."""
    if not isinstance(alternative, dict):
        return bool(alternative == value)
    [(operator, operand)] = alternative.items()
    if operator == "prefix":
        return isinstance(value, str) and value.startswith(operand)
    if operator == "anything-but":
        return value is not None and value not in operand
    if operator == "exists":
        return (value is not None) is operand
    if operator == "numeric":
        comparison, bound = operand
        return comparison == ">=" and isinstance(value, int | float) and value >= bound
    raise ValueError(f"an alternative must be a value, prefix, anything-but, numeric or exists, was {operator!r}")
