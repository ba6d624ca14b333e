"""Edges of lineage: refused when they join nothing; the rest is in test_custom_resources.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.lineage import Lineage
from tests.handlers.local_service import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLACE = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}"
ENDS = {"Source": f"{PLACE}:artifact/data", "Destination": f"{PLACE}:action/training", "Type": "ContributedTo"}


@pytest.fixture
def lineage() -> Iterator[Lineage]:
    found = Lineage()
    with found.service:
        yield found


@pytest.fixture
def act(lineage: Lineage, load: Callable[..., Any], pauses: list[float]) -> Callable[..., Any]:
    assert pauses == []
    found: Callable[..., Any] = load("lineage_edge.index", AWS_ENDPOINT_URL_SAGEMAKER=lineage.service.url).act
    return found


def event(request_type: str = "Create", **properties: Any) -> dict[str, Any]:
    return {"RequestType": request_type, "PhysicalResourceId": "edge", "ResourceProperties": {**ENDS, **properties}}


def test_an_edge_is_added_once_however_often_it_is_asked_for(act: Callable[..., Any], lineage: Lineage) -> None:
    ids = {act(event()).physical_id for _ in range(3)}
    assert len(ids) == 1
    assert lineage.edges == {(ENDS["Source"], ENDS["Destination"]): "ContributedTo"}


def test_deletion_keeps_what_is_history(act: Callable[..., Any], lineage: Lineage) -> None:
    act(event())
    assert act(event("Delete")).physical_id == "edge"
    assert len(lineage.edges) == 1


def test_a_policy_that_is_not_known_everywhere_is_waited_for(
    act: Callable[..., Any], lineage: Lineage, pauses: list[float]
) -> None:
    lineage.service.first.extend([refusal("AccessDeniedException")] * 3)
    act(event())
    assert (len(lineage.edges), pauses) == (1, [5, 10, 15])


@pytest.mark.parametrize(("code", "waits"), [("AccessDeniedException", 3), ("ValidationException", 0)])
def test_an_edge_that_is_refused_fails(
    act: Callable[..., Any], lineage: Lineage, pauses: list[float], code: str, waits: int
) -> None:
    lineage.service.first.extend([refusal(code)] * 4)
    with pytest.raises(ClientError, match=code):
        act(event())
    assert len(pauses) == waits


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"Source": ""}, "Source must be the ARN of an entity of lineage, was ''"),
        ({"Destination": f"{PLACE}:endpoint/fraud"}, "Destination must be the ARN of an entity of lineage"),
        ({"Type": "Loves"}, "Type must be one of AssociatedWith, .*, was 'Loves'"),
    ],
)
def test_an_edge_between_nothing_is_refused(act: Callable[..., Any], properties: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act(event(**properties))
