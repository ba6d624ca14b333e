"""How long providers may keep what they are told, after the handler ran."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.handlers.account_services import Retention
from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.local_service import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def retention() -> Iterator[Retention]:
    """An account that said nothing yet."""
    found = Retention()
    with found.service:
        yield found


@pytest.fixture
def create(retention: Retention, load: Callable[..., Any], pauses: list[float]) -> Callable[..., Any]:
    """The handler's own part, for a creation."""
    module = load("data_retention.index", AWS_ENDPOINT_URL_BEDROCK=retention.service.url)
    pauses.clear()
    properties = {"Account": ACCOUNT}
    return lambda mode="none": module.act({"RequestType": "Create", "ResourceProperties": {**properties, "Mode": mode}})


def methods(retention: Retention) -> list[str]:
    return [one.method for one in retention.service.requests]


def test_nothing_is_kept_when_that_is_asked_for(retention: Retention, create: Callable[..., Any]) -> None:
    create()
    assert (retention.mode, methods(retention)) == ("none", ["GET", "PUT"])


def test_a_mode_that_is_set_is_not_set_again(retention: Retention, create: Callable[..., Any]) -> None:
    retention.mode = "none"
    create()
    assert methods(retention) == ["GET"]


@pytest.mark.parametrize("former", ["default", "inherit"])
def test_the_answer_says_which_mode_was_there_before(
    former: str, retention: Retention, create: Callable[..., Any]
) -> None:
    retention.mode = former
    assert create().data == {"Former": former}
    assert retention.mode == "none"


def test_what_somebody_else_closed_is_not_loosened(retention: Retention, create: Callable[..., Any]) -> None:
    retention.mode = "none"
    with pytest.raises(ValueError, match="it keeps 'none', and Mode was 'inherit'"):
        create("inherit")
    assert (retention.mode, methods(retention)) == ("none", ["GET"])


@pytest.mark.parametrize("asked", ["inherit", "none"])
@pytest.mark.parametrize("mode", ["aws_review", "provider_data_share"])
def test_what_somebody_else_decided_is_not_overwritten(
    mode: str, asked: str, retention: Retention, create: Callable[..., Any]
) -> None:
    retention.mode = mode
    with pytest.raises(ValueError, match=f"it keeps '{mode}', and Mode was '{asked}'; adopt what is there"):
        create(asked)
    assert (retention.mode, methods(retention)) == (mode, ["GET"])


def update(physical_id: str, *, before: str, after: str) -> dict[str, Any]:
    properties = {"Account": ACCOUNT, "Mode": after}
    former = {"Account": ACCOUNT, "Mode": before}
    return {
        "RequestType": "Update",
        "PhysicalResourceId": physical_id,
        "ResourceProperties": properties,
        "OldResourceProperties": former,
    }


def test_what_this_stack_closed_it_may_leave_to_the_organization(
    retention: Retention, load: Callable[..., Any], create: Callable[..., Any]
) -> None:
    module = load("data_retention.index", AWS_ENDPOINT_URL_BEDROCK=retention.service.url)
    found = module.act(update(create("none").physical_id, before="none", after="inherit"))
    assert retention.mode == "inherit"
    module.act(update(found.physical_id, before="inherit", after="none"))
    assert retention.mode == "none"


@pytest.mark.parametrize("asked", ["inherit", "none"])
def test_an_update_leaves_what_somebody_else_decided_since_and_does_not_fail(
    asked: str, retention: Retention, load: Callable[..., Any], create: Callable[..., Any]
) -> None:
    module = load("data_retention.index", AWS_ENDPOINT_URL_BEDROCK=retention.service.url)
    physical_id = create("none").physical_id
    retention.mode = "provider_data_share"
    before = "inherit" if asked == "none" else "none"
    module.act(update(physical_id, before=before, after=asked))
    assert retention.mode == "provider_data_share"


def test_an_answer_that_is_lost_is_asked_for_again(
    retention: Retention, load: Callable[..., Any], pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = load("data_retention.index", AWS_ENDPOINT_URL_BEDROCK=retention.service.url)
    answers, ask = [TimeoutError(), ConnectionResetError()], urllib.request.urlopen

    def lost_twice(*arguments: Any, **named: Any) -> Any:
        if answers:
            raise answers.pop()
        return ask(*arguments, **named)

    monkeypatch.setattr(urllib.request, "urlopen", lost_twice)
    pauses.clear()
    properties = {"Account": ACCOUNT, "Mode": "none"}
    module.act({"RequestType": "Create", "ResourceProperties": properties})
    assert (retention.mode, pauses) == ("none", [1, 2])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(
    retention: Retention, create: Callable[..., Any], status: int, pauses: list[float]
) -> None:
    retention.service.first.extend([Answer(status)] * 2)
    create()
    assert (retention.mode, pauses) == ("none", [1, 2])


def test_a_refusal_is_an_error_that_repeats_no_answer(retention: Retention, create: Callable[..., Any]) -> None:
    retention.service.first.append(Answer(403, b"user/somebody may not"))
    with pytest.raises(RuntimeError, match=r"Bedrock refused to GET the retention mode with status 403$"):
        create()


def test_a_mode_that_is_not_known_is_refused(retention: Retention, create: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"Mode must be one of aws_review, .* was 'forever'"):
        create("forever")
    assert methods(retention) == []
