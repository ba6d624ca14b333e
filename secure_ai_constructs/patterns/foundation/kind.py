"""What an argument must be: a mistake is named where it is made, and not where something misses an attribute."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def require_kind(what: str, value: object, *kinds: type) -> None:
    """Raises ValueError unless `value` is of one of the kinds; `what` begins the message."""
    if not isinstance(value, kinds):
        names = " or ".join("nothing" if one is type(None) else one.__name__ for one in kinds)
        raise ValueError(f"{what} must be {names}, was {value!r}")


def require_each(what: str, values: object, kind: type = object) -> None:
    """Raises ValueError unless `values` is a list, or alike, of a kind; a text is no list of letters, and a generator is read once."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Collection):
        raise ValueError(f"{what} must be a list, was {values!r}")
    for one in values:
        require_kind(what, one, kind)


def require_number(what: str, value: object) -> None:
    """Raises ValueError unless `value` is a number, which True is not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{what} must be a number, was {value!r}")


def require_key(what: str, key: object) -> None:
    """Raises ValueError unless `key` is a key of KMS; an alias is none, because policies compare a key's own ARN."""
    require_like(what, key, "a key (of a CustomerKey, its key)", "key_arn")
    if getattr(key, "alias_name", None) is not None:
        raise ValueError(f"{what} must be a key and not an alias of one, because policies name it, was {key!r}")


def require_like(what: str, value: object, noun: str, attribute: str) -> None:
    """Raises ValueError unless `value` has an attribute: interfaces of the CDK are no kinds of Python's."""
    # A class that has it is not asked for it, which would be a call of Node.
    if not hasattr(type(value), attribute) and getattr(value, attribute, None) is None:
        raise ValueError(f"{what} must be {noun}, was {value!r}")
