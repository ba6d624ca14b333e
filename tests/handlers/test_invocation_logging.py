"""Who has turned on the log of model invocations, and what becomes of a setting that was there before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handlers.account_services import BedrockSetting, Evaluations
from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.local_service import Answer, Request, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROLE = f"arn:aws:iam::{ACCOUNT}:role/writer"
OURS = {"LogGroup": "invocations", "Role": ROLE, "Bucket": "archive", "Prefix": "models"}
OURS_ID = "invocations and archive"
THEIRS = {"s3Config": {"bucketName": "of-the-landing-zone"}, "textDataDeliveryEnabled": True}
NOT_YET = refusal("ValidationException", message="Failed to validate permissions for log group: invocations")


@pytest.fixture
def bedrock() -> Iterator[BedrockSetting]:
    """An account without the setting."""
    found = BedrockSetting()
    with found.service:
        yield found


@pytest.fixture
def act(bedrock: BedrockSetting, load: Callable[..., Any], pauses: list[float]) -> Callable[..., Any]:
    """The handler's own part, as it is called for an event."""
    module = load("invocation_logging.index", AWS_ENDPOINT_URL_BEDROCK=bedrock.service.url)

    def acts(kind: str, physical_id: str | None = None, **changes: str) -> str:
        pauses.clear()
        event: dict[str, Any] = {"RequestType": kind, "ResourceProperties": {**OURS, **changes}}
        if physical_id:
            event["PhysicalResourceId"] = physical_id
        return str(module.act(event).physical_id)

    return acts


def test_everything_is_logged_to_both_places(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    assert act("Create") == OURS_ID
    destination = {"bucketName": "archive", "keyPrefix": "models"}
    kinds = {f"{kind}DataDeliveryEnabled": True for kind in ("audio", "embedding", "image", "text", "video")}
    assert bedrock.logging == {
        "cloudWatchConfig": {
            "logGroupName": "invocations",
            "roleArn": ROLE,
            "largeDataDeliveryS3Config": destination,
        },
        "s3Config": destination,
        **kinds,
    }


def test_a_setting_that_is_as_it_should_be_is_not_written_again(
    bedrock: BedrockSetting, act: Callable[..., str]
) -> None:
    assert [act("Create") for _ in range(2)] == [OURS_ID] * 2
    assert bedrock.writes == ["PUT"]


def test_a_setting_of_somebody_else_is_refused_and_left(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    bedrock.logging = THEIRS
    with pytest.raises(RuntimeError, match=r"logged already, to no log group and of-the-landing-zone: adopt"):
        act("Create")
    assert (bedrock.logging, bedrock.writes) == (THEIRS, [])


def test_an_update_leaves_what_somebody_took_over_and_does_not_stop_its_own_rollback(
    bedrock: BedrockSetting, act: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    bedrock.logging = THEIRS
    assert act("Update", OURS_ID, Bucket="another") == act("Update", OURS_ID) == OURS_ID
    assert (bedrock.logging, bedrock.writes) == (THEIRS, [])
    assert "of-the-landing-zone" in capsys.readouterr().out


def test_an_update_whose_answer_was_lost_is_rolled_back(
    bedrock: BedrockSetting, act: Callable[..., str], load: Callable[..., Any]
) -> None:
    act("Create")
    act("Update", OURS_ID, Bucket="another")
    module = load("invocation_logging.index", AWS_ENDPOINT_URL_BEDROCK=bedrock.service.url)
    back = {
        "RequestType": "Update",
        "PhysicalResourceId": OURS_ID,
        "ResourceProperties": OURS,
        "OldResourceProperties": {**OURS, "Bucket": "another"},
    }
    assert module.act(back).physical_id == OURS_ID
    assert bedrock.logging is not None
    assert bedrock.logging["s3Config"]["bucketName"] == "archive"


def test_our_own_setting_moves_to_another_place(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    act("Create")
    assert act("Update", OURS_ID, Bucket="another") == "invocations and another"
    assert bedrock.logging is not None
    assert bedrock.logging["s3Config"]["bucketName"] == "another"


def test_a_setting_that_somebody_weakened_is_mended(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    act("Create")
    assert bedrock.logging is not None
    bedrock.logging["imageDataDeliveryEnabled"] = False
    act("Update", OURS_ID)
    assert bedrock.logging["imageDataDeliveryEnabled"] is True


def test_a_setting_that_is_gone_is_made_again(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    act("Create")
    bedrock.logging = None
    assert act("Update", OURS_ID) == OURS_ID
    assert bedrock.logging is not None


def test_deletion_keeps_the_log_on(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    act("Create")
    assert act("Delete", OURS_ID) == OURS_ID
    assert bedrock.logging is not None


def test_deletion_turns_off_what_is_ours_where_that_was_asked_for(
    bedrock: BedrockSetting, act: Callable[..., str]
) -> None:
    act("Create")
    for _ in range(2):
        act("Delete", OURS_ID, WhenDeleted="TurnOff")
        assert bedrock.logging is None
    assert bedrock.writes == ["PUT", "DELETE"]


def test_deletion_never_turns_off_what_is_not_ours(bedrock: BedrockSetting, act: Callable[..., str]) -> None:
    """Somebody took the setting over, or an update moved it: the former place is deleted after the move."""
    bedrock.logging = THEIRS
    act("Delete", OURS_ID, WhenDeleted="TurnOff")
    assert bedrock.logging == THEIRS


def refused_writes(bedrock: BedrockSetting, times: int) -> None:
    """Bedrock does not know the role's rights yet, so often."""
    left = [NOT_YET] * times
    answer = bedrock.service.answer

    def refuse(request: Request) -> Answer:
        return left.pop() if left and request.method == "PUT" else answer(request)

    bedrock.service.answer = refuse  # type: ignore[method-assign]


def test_permissions_that_are_not_known_yet_are_waited_for(
    bedrock: BedrockSetting, act: Callable[..., str], pauses: list[float]
) -> None:
    refused_writes(bedrock, 3)
    assert act("Create") == OURS_ID
    assert (pauses, bedrock.writes) == ([5, 10, 15], ["PUT"])


def test_permissions_that_are_never_right_are_an_error_in_the_end(
    bedrock: BedrockSetting, act: Callable[..., str], pauses: list[float]
) -> None:
    refused_writes(bedrock, 12)
    with pytest.raises(ClientError, match="Failed to validate permissions"):
        act("Create")
    assert (len(pauses), sum(pauses), bedrock.logging) == (11, 150, None)


# What Config is told, once a day ------------------------------------------------------------------


@pytest.fixture
def told(bedrock: BedrockSetting, load: Callable[..., Any]) -> Iterator[Callable[..., dict[str, Any]]]:
    """The one evaluation of a run."""
    evaluations = Evaluations()
    with evaluations.service:
        addresses = {
            "AWS_ENDPOINT_URL_BEDROCK": bedrock.service.url,
            "AWS_ENDPOINT_URL_CONFIG_SERVICE": evaluations.service.url,
        }
        load("invocation_logging.index", **addresses)
        module = load("invocation_logging.evaluation", **addresses)

        def tell(**parameters: str) -> dict[str, Any]:
            evaluations.told.clear()
            notification = {"messageType": "ScheduledNotification", "notificationCreationTime": "2026-11-28T03:00:00Z"}
            event = {"accountId": ACCOUNT, "invokingEvent": json.dumps(notification), "resultToken": "a-token"}
            module.handler({**event, "ruleParameters": json.dumps(parameters)} if parameters else event, None)
            [evaluation] = evaluations.told
            return evaluation

        yield tell


def test_an_account_that_logs_everything_is_compliant(
    act: Callable[..., str], told: Callable[[], dict[str, Any]]
) -> None:
    act("Create")
    evaluation = told()
    assert evaluation["ComplianceType"] == "COMPLIANT"
    assert (evaluation["ComplianceResourceType"], evaluation["ComplianceResourceId"]) == ("AWS::::Account", ACCOUNT)
    assert "Annotation" not in evaluation


def test_an_account_whose_log_somebody_took_over_is_not(
    bedrock: BedrockSetting, act: Callable[..., str], told: Callable[..., dict[str, Any]]
) -> None:
    act("Create")
    assert told(Destination=OURS_ID)["ComplianceType"] == "COMPLIANT"
    assert bedrock.logging is not None
    bedrock.logging["s3Config"] = {"bucketName": "of-the-landing-zone"}
    evaluation = told(Destination=OURS_ID)
    assert evaluation["ComplianceType"] == "NON_COMPLIANT"
    assert evaluation["Annotation"] == (
        "not logged: to invocations and archive, but to invocations and of-the-landing-zone"
    )
    assert told()["ComplianceType"] == "COMPLIANT"


def test_an_account_that_logs_nothing_is_not(told: Callable[[], dict[str, Any]]) -> None:
    evaluation = told()
    assert (evaluation["ComplianceType"], evaluation["Annotation"]) == ("NON_COMPLIANT", "not logged: anything")


def test_an_account_that_logs_text_alone_is_not(bedrock: BedrockSetting, told: Callable[[], dict[str, Any]]) -> None:
    bedrock.logging = THEIRS
    evaluation = told()
    assert evaluation["ComplianceType"] == "NON_COMPLIANT"
    assert evaluation["Annotation"] == "not logged: audio, embedding, image, video"
