"""Each custom resource, in the real Lambda runtime, through everything that happens to one in its life."""

from __future__ import annotations

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.patterns.foundation.service_function import HANDLERS
from tests.handlers.cloudformation import CloudFormation
from tests.handlers.custom_resources import KINDS, Deployed, invocation_logging
from tests.handlers.lambda_runtime import SECRET_KEY, SESSION_TOKEN, Invocation, LambdaFunction
from tests.handlers.local_service import Answer, LocalService, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SERVER_ERROR = Answer(500)
REFUSAL = Answer(403)


@pytest.fixture(scope="module", params=KINDS, ids=[kind.__name__ for kind in KINDS])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """One warm function for all tests of a resource."""
    folder: Path = tmp_path_factory.mktemp(request.param.__name__)
    environments: list[LambdaFunction] = []
    making = request.param(request)
    resource = next(making)

    with CloudFormation(folder) as cloudformation:

        def start() -> LambdaFunction:
            variables = {**resource.environment, **cloudformation.environment}
            place = folder / str(len(environments))
            environments.append(LambdaFunction(f"{request.param.__name__}.index", place, variables))
            return environments[-1]

        yield Deployed(resource, cloudformation, start(), start)
        for one in environments:
            one.__exit__()
    making.close()


@pytest.fixture
def deployed(running: Deployed) -> Deployed:
    """Nothing happened before."""
    running.resource.service.reset()
    running.cloudformation.reset()
    running.resource.start_afresh()
    return running


def test_its_creation_is_answered_with_its_id_and_attributes(deployed: Deployed) -> None:
    answer = deployed.answer("Create")
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", deployed.resource.physical_id)
    assert answer["Data"] == deployed.resource.data


def test_every_answer_repeats_what_cloudformation_finds_its_request_by(deployed: Deployed) -> None:
    event = deployed.event("Create")
    broken = deployed.cloudformation.event("Create", {})
    for asked in (event, broken):
        answer = deployed.answer_to(asked)
        echo = ("StackId", "RequestId", "LogicalResourceId")
        assert {key: answer[key] for key in echo} == {key: asked[key] for key in echo}
        assert asked["ResponseURL"].startswith(deployed.cloudformation.service.url + answer["path"])
        assert answer["PhysicalResourceId"]
    assert {one.headers["Content-Type"] for one in deployed.cloudformation.service.requests} == {""}


def test_created_twice_it_is_the_same_thing(deployed: Deployed) -> None:
    assert [deployed.answer("Create")["PhysicalResourceId"] for _ in range(2)] == [deployed.resource.physical_id] * 2


def test_an_update_in_place_keeps_its_id(deployed: Deployed) -> None:
    created = deployed.answer("Create")["PhysicalResourceId"]
    answer = deployed.answer("Update", created, **deployed.resource.in_place)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", created)


def test_an_update_to_another_thing_has_another_id_so_that_the_former_is_deleted(deployed: Deployed) -> None:
    created = deployed.answer("Create")["PhysicalResourceId"]
    answer = deployed.answer("Update", created, **deployed.resource.replacement)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", deployed.resource.replaced_by)
    assert deployed.answer("Delete", created)["Status"] == "SUCCESS"


def test_its_deletion_succeeds_and_touches_nothing(deployed: Deployed) -> None:
    created = deployed.answer("Create")["PhysicalResourceId"]
    deployed.resource.service.requests.clear()
    answer = deployed.answer("Delete", created)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", created)
    assert deployed.resource.service.requests == []


def test_the_deletion_of_what_is_gone_succeeds(deployed: Deployed) -> None:
    deployed.resource.service.hold()
    answer = deployed.answer("Delete", deployed.resource.physical_id)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", deployed.resource.physical_id)


def test_what_was_never_created_can_be_deleted(deployed: Deployed) -> None:
    failed = deployed.answer_to(deployed.cloudformation.event("Create", {}))
    assert (failed["Status"], failed["PhysicalResourceId"]) == ("FAILED", "not-created")
    answer = deployed.answer_to(deployed.cloudformation.event("Delete", {}, "not-created"))
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "not-created")
    assert deployed.resource.service.requests == []


def test_a_deletion_needs_no_properties(deployed: Deployed) -> None:
    answer = deployed.answer_to(deployed.cloudformation.event("Delete", {}, "an-id-of-old"))
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "an-id-of-old")


def test_a_rollback_that_names_somebody_else_s_thing_leaves_that_alone(deployed: Deployed) -> None:
    """CloudFormation sends what a failed replacement has answered; whose id that was, nobody knows."""
    created = deployed.answer("Create")["PhysicalResourceId"]
    back = deployed.answer("Update", "somebody-s-own")
    assert (back["Status"], back["PhysicalResourceId"]) == ("SUCCESS", created)
    deployed.resource.service.requests.clear()
    gone = deployed.answer("Delete", "somebody-s-own")
    assert (gone["Status"], gone["PhysicalResourceId"]) == ("SUCCESS", "somebody-s-own")
    assert deployed.resource.service.requests == []


@pytest.mark.parametrize("value", [{"not": "text"}, ["not", "text"], ""], ids=str)
def test_a_property_of_another_kind_is_answered(deployed: Deployed, value: object) -> None:
    for name in deployed.resource.properties:
        event = deployed.event("Create")
        event["ResourceProperties"][name] = value
        answer = deployed.answer_to(event)
        assert answer["Status"] == "SUCCESS" or answer["Reason"], name


def test_every_handler_of_a_custom_resource_is_here() -> None:
    found = {one.parent.name for one in HANDLERS.glob("*/index.py") if "answering(" in one.read_text(encoding="utf-8")}
    assert found == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("running", [invocation_logging], ids=["invocation_logging"], indirect=True)
def test_the_one_deletion_that_turns_something_off_turns_off_its_own(deployed: Deployed) -> None:
    created = deployed.answer("Create", WhenDeleted="TurnOff")["PhysicalResourceId"]
    assert deployed.answer("Delete", "others and theirs", WhenDeleted="TurnOff")["Status"] == "SUCCESS"
    assert [one.method for one in deployed.resource.service.requests if one.method == "DELETE"] == []
    for _ in range(2):
        assert deployed.answer("Delete", created, WhenDeleted="TurnOff")["Status"] == "SUCCESS"
    assert [one.method for one in deployed.resource.service.requests if one.method == "DELETE"] == ["DELETE"]


def test_a_missing_property_is_named_in_a_failure(deployed: Deployed) -> None:
    properties = deployed.resource.properties
    for missing in properties:
        given = {name: value for name, value in properties.items() if name != missing}
        for event in (
            deployed.cloudformation.event("Create", given),
            deployed.cloudformation.event("Update", given, deployed.resource.physical_id),
        ):
            answer = deployed.answer_to(event)
            assert (answer["Status"], answer["Reason"]) == ("FAILED", f"KeyError: '{missing}'")
            assert answer["PhysicalResourceId"] == event.get("PhysicalResourceId", "not-created")


def test_a_service_that_throttles_is_asked_again(deployed: Deployed) -> None:
    deployed.resource.service.first.append(deployed.resource.throttled)
    assert deployed.answer("Create")["Status"] == "SUCCESS"
    assert len(deployed.resource.service.requests) >= 2


def test_a_failure_is_answered_before_time_runs_out(deployed: Deployed) -> None:
    """The function has ten seconds left when it gives up; Lambda would end it, and CloudFormation would wait an hour."""
    deployed.resource.service.hold()
    event = deployed.event("Create")
    with ThreadPoolExecutor() as pool:
        running = pool.submit(deployed.function.invoke, event, seconds=10.2)
        _wait_for(lambda: bool(deployed.cloudformation.answers))
        assert not running.done()
        deployed.resource.service.release()
        assert running.result().error is None
    [answer] = deployed.cloudformation.answers
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "not-created")
    assert "time ran out" in answer["Reason"]
    assert deployed.answer("Create")["Status"] == "SUCCESS"


def test_an_answer_that_could_not_be_sent_in_time_is_sent_later(deployed: Deployed) -> None:
    deployed.resource.service.hold()
    deployed.cloudformation.service.first.append(REFUSAL)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(deployed.function.invoke, deployed.event("Create"), seconds=10.2)
        _wait_for(lambda: bool(deployed.cloudformation.service.requests))
        deployed.resource.service.release()
        assert running.result().error is None
    assert [one["Status"] for one in deployed.cloudformation.answers] == ["SUCCESS"]


def test_an_address_that_fails_twice_gets_the_answer_the_third_time(deployed: Deployed) -> None:
    deployed.cloudformation.service.first.extend([SERVER_ERROR] * 2)
    assert deployed.answer("Create")["Status"] == "SUCCESS"
    assert len(deployed.cloudformation.service.requests) == 3


def test_an_address_that_refuses_makes_lambda_repeat_the_event(deployed: Deployed) -> None:
    event = deployed.event("Create")
    deployed.cloudformation.service.first.append(REFUSAL)
    assert _error_type(deployed.function.invoke(event)) == "HTTPError"
    assert len(deployed.cloudformation.service.requests) == 1
    assert deployed.answer_to(event)["PhysicalResourceId"] == deployed.resource.physical_id


def test_an_address_that_always_fails_makes_lambda_repeat_the_event(deployed: Deployed) -> None:
    deployed.cloudformation.service.first.extend([SERVER_ERROR] * 5)
    assert _error_type(deployed.function.invoke(deployed.event("Create"))) == "HTTPError"
    assert len(deployed.cloudformation.service.requests) == 5


def test_an_answer_goes_nowhere_without_tls(deployed: Deployed) -> None:
    event = deployed.event("Create")
    with LocalService(lambda _: Answer()) as listener:
        assert _error_type(deployed.function.invoke({**event, "ResponseURL": listener.url})) == "ValueError"
        assert listener.requests == []


def test_two_at_once_are_both_answered_and_make_one_thing(deployed: Deployed) -> None:
    other = deployed.another()
    other.invoke(deployed.event("Delete", "not-created"))
    for _ in range(3):
        deployed.resource.start_afresh()
        deployed.cloudformation.reset()
        deployed.resource.service.hold()
        events = [deployed.event("Create"), deployed.event("Create")]
        with ThreadPoolExecutor() as pool:
            running = [
                pool.submit(one.invoke, event) for one, event in zip((deployed.function, other), events, strict=True)
            ]
            _wait_for(lambda: len(deployed.resource.service.requests) >= 2)
            deployed.resource.service.release()
            assert [ended.result().error for ended in running] == [None, None]
        answers = deployed.cloudformation.answers
        assert {one["RequestId"] for one in answers} == {event["RequestId"] for event in events}
        assert [(one["Status"], one["PhysicalResourceId"]) for one in answers] == [
            ("SUCCESS", deployed.resource.physical_id)
        ] * 2, answers


def test_neither_its_answers_nor_its_log_hold_a_secret(deployed: Deployed) -> None:
    ended = [deployed.function.invoke(deployed.event("Create"))]
    deployed.resource.service.first.extend([refusal("AccessDeniedException", 400, "not you")] * 20)
    ended.append(deployed.function.invoke(deployed.event("Create")))
    assert [one["Status"] for one in deployed.cloudformation.answers] == ["SUCCESS", "FAILED"]
    told = json.dumps(deployed.cloudformation.answers) + "".join(one.log for one in ended)
    for secret in (deployed.resource.secret, SECRET_KEY, SESSION_TOKEN, "X-Amz-Signature", "SCRAM"):
        assert secret not in told


def test_its_log_says_what_was_answered(deployed: Deployed) -> None:
    ended = deployed.function.invoke(deployed.event("Create"))
    assert re.search(r'^\{"answered": "SUCCESS", "resource": "Thing"\}$', ended.log, re.MULTILINE)


def _error_type(ended: Invocation) -> str:
    assert ended.error is not None
    return str(ended.error["errorType"])


def _wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(1000):
        if happened():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen")
