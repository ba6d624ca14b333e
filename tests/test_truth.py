"""Kleene's logic, and the refusal to be a bool."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, consensus, truth

truths = st.sampled_from(Truth)
POSSIBLE = {TRUE: (True,), FALSE: (False,), UNKNOWN: (True, False)}


def worlds(*claims: Truth) -> list[tuple[bool, ...]]:
    """Every way in which what is unknown may turn out."""
    return list(itertools.product(*(POSSIBLE[claim] for claim in claims)))


@given(truths, truths)
def test_a_conjunction_is_what_all_worlds_agree_on(one: Truth, other: Truth) -> None:
    assert one & other is consensus(truth(a and b) for a, b in worlds(one, other))


@given(truths, truths)
def test_a_disjunction_is_what_all_worlds_agree_on(one: Truth, other: Truth) -> None:
    assert one | other is consensus(truth(a or b) for a, b in worlds(one, other))


@given(truths)
def test_negation_is_what_all_worlds_agree_on(claim: Truth) -> None:
    assert ~claim is consensus(truth(not a) for (a,) in worlds(claim))


@given(st.lists(truths))
def test_all_of_and_any_of_are_duals(claims: list[Truth]) -> None:
    assert all_of(claims) is ~any_of(~claim for claim in claims)


def test_of_no_claims_all_hold_and_none_does() -> None:
    assert (all_of([]), any_of([])) == (TRUE, FALSE)


def test_alternatives_that_disagree_are_unknown() -> None:
    assert consensus([TRUE, TRUE]) is TRUE
    assert consensus([TRUE, FALSE]) is UNKNOWN


@pytest.mark.parametrize("claim", Truth)
def test_a_truth_refuses_to_be_a_bool(claim: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(claim)
