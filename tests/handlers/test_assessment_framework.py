"""Which framework an assessment is of, in accounts that may make one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers.account_services import FRAMEWORKS, REPORTS_KEY, AuditManager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def manager() -> Iterator[AuditManager]:
    """Audit Manager, in an account that uses it."""
    found = AuditManager()
    with found.service:
        yield found


@pytest.fixture
def create(manager: AuditManager, load: Callable[..., Any]) -> Callable[[str], Any]:
    """The handler's own part, for a creation."""
    module = load("assessment_framework.index", AWS_ENDPOINT_URL_AUDITMANAGER=manager.service.url)
    return lambda name: module.act(
        {"RequestType": "Create", "ResourceProperties": {"Framework": name, "Key": REPORTS_KEY}}
    )


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_is_found_on_whichever_page_it_is(name: str, create: Callable[[str], Any]) -> None:
    outcome = create(name)
    assert (outcome.physical_id, outcome.data) == (FRAMEWORKS[name], {"FrameworkId": FRAMEWORKS[name]})


def test_of_a_framework_that_is_none_the_nearest_are_named(create: Callable[[str], Any]) -> None:
    with pytest.raises(ValueError, match=r"must be one of AWS's 3 frameworks, was 'SOX'; like it is SOC 2"):
        create("SOX")


def test_of_what_is_like_nothing_that_is_said(create: Callable[[str], Any]) -> None:
    with pytest.raises(ValueError, match="like it is nothing"):
        create("zzzzzz")


@pytest.mark.parametrize("status", ["INACTIVE", "PENDING_ACTIVATION"])
def test_an_account_that_does_not_use_it_is_told_so(
    status: str, manager: AuditManager, create: Callable[[str], Any]
) -> None:
    manager.status = status
    with pytest.raises(ValueError, match=f"must use Audit Manager in this Region, which AWS has closed, was {status}"):
        create("SOC 2")


@pytest.mark.parametrize("key", ["DEFAULT", "arn:aws:kms:eu-central-1:111122223333:key/other"])
def test_reports_under_another_key_would_be_refused_by_their_bucket(
    key: str, manager: AuditManager, create: Callable[[str], Any]
) -> None:
    manager.key = key
    with pytest.raises(ValueError, match=f"settings must name the reports' key, .*, was {key}"):
        create("SOC 2")
