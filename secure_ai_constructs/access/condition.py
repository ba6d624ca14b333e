"""Whether a condition holds of a request's context; an absent key has a meaning of its own.

AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import ipaddress
import operator
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from secure_ai_constructs.access.document import Unsupported
from secure_ai_constructs.access.pattern import matches_glob

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from secure_ai_constructs.access.document import Condition

    Context = Mapping[str, tuple[str, ...]]
    """Condition keys in lower case, each with its values; a key without values is absent."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_DEFAULT = re.compile(r"\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?")
_ARN_PARTS = 6
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
_LITERALS = {"*": "*", "?": "?", "$": "$"}


def holds(condition: Condition, context: Context, *, has_variables: bool) -> bool:
    """Whether the condition holds of the context."""
    given = context.get(condition.key, ())
    if condition.operator == "Null":
        wants_absence = condition.values[0].lower() == "true"
        return wants_absence is not bool(given)
    name, negated = _positive(condition.operator)
    if not given:
        return _of_absent_key(condition, negated=negated)

    def fits(value: str) -> bool:
        return negated is not any(
            _compare(name, value, wanted, context, has_variables=has_variables) for wanted in condition.values
        )

    return all(map(fits, given)) if condition.quantifier == "ForAllValues" else any(map(fits, given))


def _of_absent_key(condition: Condition, *, negated: bool) -> bool:
    if condition.if_exists or condition.quantifier == "ForAllValues":
        return True
    return negated and not condition.quantifier


def _positive(name: str) -> tuple[str, bool]:
    """The operator without its `Not`, and whether it had one."""
    return name.replace("Not", "", 1), "Not" in name


def substituted(text: str, context: Context) -> list[tuple[str, bool]] | None:
    """The pieces of a text, and for each whether it is a value, in which `*` is a star; None without a value."""
    pieces: list[tuple[str, bool]] = []
    for i, piece in enumerate(_VARIABLE.split(text)):
        if i % 2 == 0:
            pieces.append((piece, False))
        elif piece in _LITERALS:
            pieces.append((piece, True))
        else:
            match = _DEFAULT.fullmatch(piece)
            if match is None:
                raise Unsupported(f"the variable ${{{piece}}} is not understood")
            value = context.get(match[1].lower()) or ((match[2],) if match[2] is not None else ())
            if len(value) != 1:
                return None
            pieces.append((value[0], True))
    return pieces


def like(pattern: str, text: str, context: Context, *, has_variables: bool) -> bool:
    """Whether the text matches a pattern with wildcards, in which variables stand for themselves."""
    if not (has_variables and "${" in pattern):
        return matches_glob(pattern, text)
    pieces = substituted(pattern, context)
    if pieces is None:
        return False
    expression = "".join(
        re.escape(piece) if is_value else re.escape(piece).replace(r"\*", ".*").replace(r"\?", ".")
        for piece, is_value in pieces
    )
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _compare(name: str, value: str, wanted: str, context: Context, *, has_variables: bool) -> bool:
    """Patterns first, for which a variable is more than its text; then texts; then numbers and dates."""
    if name == "StringLike":
        return like(wanted, value, context, has_variables=has_variables)
    if name.startswith("Arn"):
        return arn_like(wanted, value, context, has_variables=has_variables)
    if has_variables and "${" in wanted and name.startswith("String"):
        pieces = substituted(wanted, context)
        if pieces is None:
            return False
        wanted = "".join(piece for piece, _ in pieces)
    if name in _OF_TEXTS:
        return _OF_TEXTS[name](value, wanted)
    number = _number if name.startswith("Numeric") else _moment
    left, right = number(value), number(wanted)
    comparison = _COMPARISONS[name.removeprefix("Numeric").removeprefix("Date")]
    return left is not None and right is not None and comparison(left, right)


def arn_like(pattern: str, arn: str, context: Context, *, has_variables: bool) -> bool:
    """Whether an ARN matches part by part, so that a wildcard does not reach over a colon; the last part may hold some."""
    wanted, given = pattern.split(":", _ARN_PARTS - 1), arn.split(":", _ARN_PARTS - 1)
    if pattern == "*":
        return True
    return len(wanted) == len(given) and all(
        like(one, other, context, has_variables=has_variables) for one, other in zip(wanted, given, strict=True)
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _moment(text: str) -> Decimal | None:
    """Seconds since 1970: ISO 8601, or the number itself."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return _number(text)
    if text.isdecimal():
        return Decimal(text)
    return Decimal(str((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()))


def _binary(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None


def _is_in(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _same_binary(value: str, wanted: str) -> bool:
    return _binary(value) is not None and _binary(value) == _binary(wanted)


def _same_but_for_case(value: str, wanted: str) -> bool:
    return value.lower() == wanted.lower()


_OF_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": operator.eq,
    "StringEqualsIgnoreCase": _same_but_for_case,
    "Bool": _same_but_for_case,
    "BinaryEquals": _same_binary,
    "IpAddress": _is_in,
}
