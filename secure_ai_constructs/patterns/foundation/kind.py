"""What an argument must be: a mistake is named where it is made, and not where something misses an attribute."""

from __future__ import annotations


def require_kind(what: str, value: object, *kinds: type) -> None:
    """Raises ValueError unless `value` is of one of the kinds; `what` begins the message."""
    if not isinstance(value, kinds):
        names = " or ".join("nothing" if one is type(None) else one.__name__ for one in kinds)
        raise ValueError(f"{what} must be {names}, was {value!r}")
