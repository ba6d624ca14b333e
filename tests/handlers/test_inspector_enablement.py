"""What is scanned after the handler ran, and how long it waits for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers.account_services import Inspector
from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.local_service import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALL = "EC2,ECR,LAMBDA,LAMBDA_CODE"


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    """Inspector, turned off."""
    found = Inspector()
    with found.service:
        yield found


@pytest.fixture
def create(inspector: Inspector, load: Callable[..., Any], pauses: list[float]) -> Callable[..., Any]:
    """The handler's own part, for a creation."""
    module = load("inspector_enablement.index", AWS_ENDPOINT_URL_INSPECTOR2=inspector.service.url)

    def acts(types: str = ALL) -> Any:
        pauses.clear()
        return module.act({"RequestType": "Create", "ResourceProperties": {"Account": ACCOUNT, "ResourceTypes": types}})

    return acts


def asked(inspector: Inspector) -> list[list[str]]:
    """What was to be turned on, call by call."""
    return [one.json["resourceTypes"] for one in inspector.service.requests if one.path == "/enable"]


def test_it_waits_until_all_is_on(inspector: Inspector, create: Callable[..., Any], pauses: list[float]) -> None:
    create()
    assert set(inspector.on) == set(ALL.split(","))
    assert not any(inspector.on.values())
    assert pauses == [15] * len(pauses)
    assert len(pauses) >= 2


def test_what_is_on_is_not_asked_for(inspector: Inspector, create: Callable[..., Any]) -> None:
    inspector.on.update({"EC2": 0, "LAMBDA": 0})
    create()
    assert asked(inspector)[0] == ["ECR", "LAMBDA_CODE"]


def test_an_account_in_which_all_is_on_is_not_touched(inspector: Inspector, create: Callable[..., Any]) -> None:
    inspector.on.update(dict.fromkeys(ALL.split(","), 0))
    create()
    assert asked(inspector) == []


def test_an_organization_that_forbids_it_is_named(inspector: Inspector, create: Callable[..., Any]) -> None:
    inspector.refused = "BLOCKED_BY_ORGANIZATION_POLICY"
    with pytest.raises(RuntimeError, match="Inspector refused EC2, ECR, LAMBDA, LAMBDA_CODE: BLOCKED_BY_ORGANIZATION"):
        create()


@pytest.mark.parametrize("code", ["SSM_THROTTLED", "INTERNAL_ERROR", "EVENTBRIDGE_UNAVAILABLE"])
def test_what_passes_is_asked_for_again(inspector: Inspector, create: Callable[..., Any], code: str) -> None:
    busy = {"failedAccounts": [{"accountId": ACCOUNT, "errorCode": code, "errorMessage": "busy"}], "accounts": []}
    inspector.first_enable = as_json(busy)
    create("EC2")
    assert len(asked(inspector)) >= 2
    assert inspector.on == {"EC2": 0}


def test_a_scan_that_never_starts_is_an_error(inspector: Inspector, create: Callable[..., Any]) -> None:
    inspector.on["EC2"] = 10_000
    with pytest.raises(TimeoutError, match="did not turn on EC2"):
        create("EC2")


def test_a_scan_that_is_not_known_is_refused(create: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="must be of EC2, ECR, LAMBDA, LAMBDA_CODE, had NOTEBOOKS"):
        create("EC2,NOTEBOOKS")
