"""Whether all buckets of an account are closed: it closes what is open, and opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers.account_services import PublicAccess
from tests.handlers.lambda_runtime import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLOSED = dict.fromkeys(PublicAccess.SETTINGS, True)


@pytest.fixture
def public() -> Iterator[PublicAccess]:
    """An account of which nobody said anything."""
    found = PublicAccess()
    with found.service:
        yield found


@pytest.fixture
def act(public: PublicAccess, load: Callable[..., Any]) -> Callable[[str], Any]:
    """The handler's own part, for a kind of request."""
    module = load("public_access_block.index", **public.environment)

    def answer(request_type: str) -> Any:
        event = {"RequestType": request_type, "ResourceProperties": {"Account": ACCOUNT}, "PhysicalResourceId": "it"}
        return module.act(event)

    return answer


def methods(public: PublicAccess) -> list[str]:
    return [one.method for one in public.service.requests]


def test_what_is_open_is_closed(public: PublicAccess, act: Callable[[str], Any]) -> None:
    assert act("Create").physical_id == f"public-access-block-{ACCOUNT}"
    assert public.blocked == CLOSED


@pytest.mark.parametrize("before", [dict.fromkeys(CLOSED, False), {**CLOSED, "BlockPublicPolicy": False}])
def test_a_block_that_somebody_else_made_is_not_overwritten(
    before: dict[str, bool], public: PublicAccess, act: Callable[[str], Any]
) -> None:
    public.blocked = dict(before)
    with pytest.raises(ValueError, match=r"it leaves out .*BlockPublicPolicy.*; adopt what is there"):
        act("Create")
    assert (public.blocked, methods(public)) == (before, ["GET"])


def test_what_is_closed_is_left_alone(public: PublicAccess, act: Callable[[str], Any]) -> None:
    public.blocked = dict(CLOSED)
    act("Create")
    act("Update")
    assert methods(public) == ["GET", "GET"]


def test_deletion_opens_nothing(public: PublicAccess, act: Callable[[str], Any]) -> None:
    public.blocked = dict(CLOSED)
    assert act("Delete").physical_id == "it"
    assert methods(public) == []
    assert public.blocked == CLOSED


def test_a_setting_that_somebody_loosened_is_closed_again(public: PublicAccess, act: Callable[[str], Any]) -> None:
    act("Create")
    public.blocked = {**CLOSED, "RestrictPublicBuckets": False}
    act("Update")
    assert public.blocked == CLOSED
