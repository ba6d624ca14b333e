"""Whether a service has its role, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handlers.account_services import Roles, iam_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONFIG = "config.amazonaws.com"


@pytest.fixture
def roles() -> Iterator[Roles]:
    """IAM without a role."""
    found = Roles()
    with found.service:
        yield found


@pytest.fixture
def create(roles: Roles, load: Callable[..., Any]) -> Callable[..., Any]:
    """The handler's own part, for a creation."""
    module = load("service_linked_role.index", AWS_ENDPOINT_URL_IAM=roles.service.url)
    return lambda service=CONFIG: module.act({"RequestType": "Create", "ResourceProperties": {"Service": service}})


def test_a_role_that_is_new_is_waited_for(roles: Roles, create: Callable[..., Any], pauses: list[float]) -> None:
    assert create().physical_id == CONFIG
    assert (roles.services, pauses) == ([CONFIG], [15])


def test_a_role_that_was_there_is_taken_as_it_is(roles: Roles, create: Callable[..., Any], pauses: list[float]) -> None:
    roles.services.append(CONFIG)
    assert create().physical_id == CONFIG
    assert (roles.services, pauses) == ([CONFIG], [])


def test_a_service_without_such_a_role_is_an_error(create: Callable[..., Any]) -> None:
    with pytest.raises(ClientError, match="no service of that name"):
        create("nobody")


def test_a_refusal_is_an_error(roles: Roles, create: Callable[..., Any]) -> None:
    roles.service.first.append(iam_error("AccessDenied", 403))
    with pytest.raises(ClientError, match="AccessDenied"):
        create()
