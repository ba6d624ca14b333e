"""What an argument must be: a mistake is named where it is made, and not where something misses an attribute."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from aws_cdk import Duration, Token

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9*?]+")


def require_kind(what: str, value: object, *kinds: type) -> None:
    """Raises ValueError unless `value` is of one of the kinds; `what` begins the message."""
    if not isinstance(value, kinds):
        names = " or ".join("nothing" if one is type(None) else one.__name__ for one in kinds)
        raise ValueError(f"{what} must be {names}, was {value!r}")


def require_each(what: str, values: object, kind: type = object) -> None:
    """Raises ValueError unless `values` is a list, or alike, of a kind.

    A text is no list of letters, a generator is read once, and a set has another order in another process.
    """
    if isinstance(values, str | bytes | Mapping | AbstractSet) or not isinstance(values, Collection):
        raise ValueError(f"{what} must be a list, was {values!r}")
    for one in values:
        require_kind(what, one, kind)


def require_number(what: str, value: object) -> None:
    """Raises ValueError unless `value` is a number that is known and finite, which True, a token and NaN are not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{what} must be a number, was {value!r}")
    # NaN would end the process of the CDK, which is therefore not asked what it is.
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{what} must be a finite number, was {value}")
    if isinstance(value, float) and Token.is_unresolved(value):
        raise ValueError(f"{what} must be a number that is known now, was a token, which deployment resolves")


def require_whole_number(what: str, value: object, *, least: int = 1, most: int | None = None) -> None:
    """Raises ValueError unless `value` is a whole number in a range; `most` is none where there is no upper bound."""
    if isinstance(value, float) and math.isfinite(value) and Token.is_unresolved(value):
        require_number(what, value)
    if type(value) is not int or value < least or (most is not None and value > most):
        span = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{what} must be a whole number {span}, was {value!r}")


def require_actions(what: str, actions: Sequence[str]) -> None:
    """Raises ValueError unless `actions` is a list of at least one action of IAM, such as `s3:GetObject`."""
    require_each(what, actions, str)
    if not actions or not all(_ACTION.fullmatch(one) for one in actions):
        raise ValueError(f"{what} must be actions such as 's3:GetObject', was {actions!r}")


def require_known(what: str, duration: Duration) -> None:
    """Raises ValueError for a duration that only deployment knows."""
    if duration.is_unresolved():
        raise ValueError(f"{what} must be a duration that is known now, was a token, which deployment resolves")


def require_key(what: str, key: object) -> None:
    """Raises ValueError unless `key` is a key of KMS; an alias is none, because policies compare a key's own ARN."""
    require_like(what, key, "a key (of a CustomerKey, its key)", "key_arn")
    if getattr(key, "alias_name", None) is not None:
        raise ValueError(f"{what} must be a key and not an alias of one, because policies name it, was {key!r}")


def require_like(what: str, value: object, noun: str, attribute: str) -> None:
    """Raises ValueError unless `value` has an attribute: interfaces of the CDK are no kinds of Python's."""
    if isinstance(value, type):
        raise ValueError(f"{what} must be {noun}, was the class {value.__name__} and not one of it")
    # A class that has it is not asked for it, which would be a call of Node.
    if not hasattr(type(value), attribute) and getattr(value, attribute, None) is None:
        raise ValueError(f"{what} must be {noun}, was {value!r}")
