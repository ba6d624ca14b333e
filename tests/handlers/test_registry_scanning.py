"""Whether the registry's scan setting may be made: where nobody made one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers.account_services import WANTED, RegistrySetting
from tests.handlers.lambda_runtime import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def registry() -> Iterator[RegistrySetting]:
    """A registry of which nobody said anything."""
    found = RegistrySetting()
    with found.service:
        yield found


@pytest.fixture
def create(registry: RegistrySetting, load: Callable[..., Any]) -> Callable[[], Any]:
    """The handler's own part, for a creation."""
    module = load("registry_scanning.index", AWS_ENDPOINT_URL_ECR=registry.service.url)
    properties = {"Account": ACCOUNT, "Wanted": json.dumps(WANTED)}
    return lambda: module.act({"RequestType": "Create", "ResourceProperties": properties})


def test_a_registry_that_nobody_set_is_free(create: Callable[[], Any]) -> None:
    assert create().physical_id == f"registry-{ACCOUNT}"


def test_a_registry_that_answers_nothing_is_free(registry: RegistrySetting, create: Callable[[], Any]) -> None:
    registry.setting = {}
    assert create().physical_id == f"registry-{ACCOUNT}"


def test_what_an_earlier_attempt_has_set_is_no_hindrance(registry: RegistrySetting, create: Callable[[], Any]) -> None:
    registry.setting = json.loads(json.dumps(WANTED))
    assert create().physical_id == f"registry-{ACCOUNT}"


def test_a_registry_that_inspector_was_turned_on_for_is_free(
    registry: RegistrySetting, create: Callable[[], Any]
) -> None:
    registry.setting = {"scanType": "ENHANCED", "rules": []}
    assert create().physical_id == f"registry-{ACCOUNT}"


@pytest.mark.parametrize(
    "setting",
    [
        {"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": []}]},
        {"scanType": "ENHANCED", "rules": [{"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": []}]},
        {"scanType": "ENHANCED", "rules": [*WANTED["rules"], *WANTED["rules"]]},
    ],
)
def test_what_somebody_else_has_set_is_not_replaced(
    setting: dict[str, Any], registry: RegistrySetting, create: Callable[[], Any]
) -> None:
    registry.setting = setting
    with pytest.raises(ValueError, match=r"must have no scan setting of its own.*: adopt or change it; has") as it:
        create()
    assert setting["scanType"] in str(it.value)


def test_what_an_earlier_release_has_set_is_no_hindrance_to_the_next(
    registry: RegistrySetting, load: Callable[..., Any]
) -> None:
    registry.setting = {"scanType": "ENHANCED", "rules": [{**WANTED["rules"][0], "scanFrequency": "SCAN_ON_PUSH"}]}
    module = load("registry_scanning.index", AWS_ENDPOINT_URL_ECR=registry.service.url)
    event = {
        "RequestType": "Update",
        "PhysicalResourceId": f"registry-{ACCOUNT}",
        "ResourceProperties": {"Account": ACCOUNT, "Wanted": json.dumps(WANTED)},
        "OldResourceProperties": {"Account": ACCOUNT, "Wanted": json.dumps(registry.setting)},
    }
    assert module.act(event).physical_id == f"registry-{ACCOUNT}"
