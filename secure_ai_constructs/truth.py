"""Three truth values, so that what nobody can know at synth is never counted as a pass.

The logic is Kleene's: UNKNOWN stands for "TRUE or FALSE, deployment decides", and every
connective answers as well as that allows. `FALSE & UNKNOWN` is FALSE, `TRUE & UNKNOWN` is
UNKNOWN. A Truth refuses to be a bool: `if claim:` would hide the third case.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Truth(Enum):
    """What is known of a claim."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __and__(self, other: Truth) -> Truth:
        if self is FALSE or other is FALSE:
            return FALSE
        return TRUE if self is other is TRUE else UNKNOWN

    def __or__(self, other: Truth) -> Truth:
        if self is TRUE or other is TRUE:
            return TRUE
        return FALSE if self is other is FALSE else UNKNOWN

    def __invert__(self) -> Truth:
        """By identity: a review asks this some hundred thousand times, and an Enum's hash is computed in Python."""
        if self is UNKNOWN:
            return UNKNOWN
        return FALSE if self is TRUE else TRUE

    def __bool__(self) -> NoReturn:
        raise TypeError("a Truth has three values: compare it with `is TRUE`, `is FALSE` or `is UNKNOWN`")


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(fact: bool) -> Truth:  # noqa: FBT001 - the one place where a bool becomes a Truth
    """The Truth of a plain fact."""
    return TRUE if fact else FALSE


def all_of(claims: Iterable[Truth]) -> Truth:
    """The conjunction; TRUE of no claims; stops at the first FALSE."""
    verdict = TRUE
    for claim in claims:
        verdict &= claim
        if verdict is FALSE:
            break
    return verdict


def any_of(claims: Iterable[Truth]) -> Truth:
    """The disjunction; FALSE of no claims; stops at the first TRUE."""
    verdict = FALSE
    for claim in claims:
        verdict |= claim
        if verdict is TRUE:
            break
    return verdict


def implied(premise: Truth, conclusion: Callable[[], Truth]) -> Truth:
    """`~premise | conclusion()`, without a look at the conclusion where the premise is FALSE."""
    return TRUE if premise is FALSE else ~premise | conclusion()


def consensus(claims: Iterable[Truth]) -> Truth:
    """What holds of one value out of several possible ones: UNKNOWN as soon as two disagree."""
    first, *others = [*claims] or [UNKNOWN]
    return first if all(one is first for one in others) else UNKNOWN
