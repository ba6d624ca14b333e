"""A policy document as data: what it says, before anybody asks whether a request meets it.

AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATORS = frozenset(
    {
        *(
            f"String{one}"
            for one in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
        ),
        *(f"Arn{one}" for one in ("Equals", "NotEquals", "Like", "NotLike")),
        *(
            f"{kind}{one}"
            for kind in ("Numeric", "Date")
            for one in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
        ),
        *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"),
    }
)
VARIABLES_SINCE = "2012-10-17"
"""Documents of an older version, or of none, hold no variables."""
_UNIQUE_ID = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}")
"""Of a role or user that was deleted, or of which only AWS knows the name."""
_OPERATOR = re.compile(r"(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?")


class Unsupported(ValueError):  # noqa: N818 - says what it is: not an error of the document
    """Something in a policy is not understood; a verdict that passed over it would be worth nothing."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one key; all conditions of a statement must hold."""

    quantifier: str
    """`ForAnyValue`, `ForAllValues`, or empty."""
    operator: str
    """Without quantifier and without `IfExists`."""
    if_exists: bool
    key: str
    """In lower case: keys are case-insensitive."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; a tuple that is None was not written."""

    effect: str
    """`Allow` or `Deny`."""
    sid: str
    actions: tuple[str, ...] | None
    not_actions: tuple[str, ...] | None
    resources: tuple[str, ...] | None
    not_resources: tuple[str, ...] | None
    principals: tuple[tuple[str, str], ...] | None
    """Pairs of a kind, such as `AWS` or `Service`, and a name."""
    not_principals: tuple[tuple[str, str], ...] | None
    conditions: tuple[Condition, ...]
    has_variables: bool
    """Whether `${…}` stands for a value of the request."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document."""

    statements: tuple[Statement, ...]


def parse(document: str | Mapping[str, Any]) -> Document:
    """The document as data.

    Raises ValueError for one that IAM would refuse, and Unsupported for what is not understood here.
    """
    data = json.loads(document) if isinstance(document, str) else document
    if not isinstance(data, dict):
        raise ValueError(f"a policy document must be a mapping, was {type(data).__name__}")
    statements = data.get("Statement")
    listed = [statements] if isinstance(statements, dict) else statements
    if not isinstance(listed, list):
        raise ValueError(f"Statement must be a statement or a list of them, was {type(statements).__name__}")
    has_variables = str(data.get("Version", "")) >= VARIABLES_SINCE
    return Document(tuple(_statement(one, has_variables=has_variables) for one in listed))


def _statement(data: Any, *, has_variables: bool) -> Statement:
    if not isinstance(data, dict):
        raise ValueError(f"a statement must be a mapping, was {type(data).__name__}")
    if data.get("Effect") not in ("Allow", "Deny"):
        raise ValueError(f"Effect must be Allow or Deny, was {data.get('Effect')!r}")
    for one in ("Action", "Resource", "Principal"):
        if one in data and f"Not{one}" in data:
            raise ValueError(f"a statement must have either {one} or Not{one}, had both")
    if not {"Action", "NotAction"} & set(data):
        raise ValueError("a statement must have Action or NotAction, had neither")
    return Statement(
        effect=data["Effect"],
        sid=str(data.get("Sid", "")),
        actions=_texts(data, "Action"),
        not_actions=_texts(data, "NotAction"),
        resources=_texts(data, "Resource"),
        not_resources=_texts(data, "NotResource"),
        principals=_principals(data, "Principal"),
        not_principals=_principals(data, "NotPrincipal"),
        conditions=tuple(_conditions(data.get("Condition", {}))),
        has_variables=has_variables,
    )


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    if name not in data:
        return None
    return _listed(data[name], name)


def _listed(value: Any, name: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | bool | int | float) for item in items):
        raise Unsupported(f"{name} must be text or a list of texts, was {value!r}")
    return tuple(str(item).lower() if isinstance(item, bool) else str(item) for item in items)


def _principals(data: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...] | None:
    found = data.get(name)
    if name not in data:
        return None
    if found == "*":
        return (("AWS", "*"),)
    if not isinstance(found, dict):
        raise ValueError(f"{name} must be * or a mapping, was {found!r}")
    named = tuple((kind, one) for kind, names in found.items() for one in _listed(names, name))
    for kind, one in named:
        if kind not in ("AWS", "Federated", "Service") or _UNIQUE_ID.fullmatch(one):
            raise Unsupported(f"{name} must be named by an ARN, an account or a service, was {kind} {one}")
    if name == "NotPrincipal" and data.get("Effect") == "Allow":
        raise Unsupported("NotPrincipal must stand with Deny: AWS does not support it with Allow")
    return named


def _are_bools(keys: Mapping[str, Any]) -> bool:
    """Of each key one value, `true` or `false`."""
    return all(
        len(one := _listed(values, "Null")) == 1 and one[0].lower() in ("true", "false") for values in keys.values()
    )


def _conditions(data: Any) -> list[Condition]:
    if not isinstance(data, dict):
        raise ValueError(f"Condition must be a mapping, was {type(data).__name__}")
    found = []
    for written, keys in data.items():
        match = _OPERATOR.fullmatch(written)
        is_known = match and match[2] in OPERATORS and isinstance(keys, dict)
        if not match or not is_known or (match[2] == "Null" and (match[1] or match[3] or not _are_bools(keys))):
            raise Unsupported(f"the condition operator {written!r} is not understood")
        found += [
            Condition(match[1] or "", match[2], bool(match[3]), key.lower(), _listed(values, key))
            for key, values in keys.items()
        ]
    return found
