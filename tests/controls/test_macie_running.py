"""Whether Macie looks, and tells in time."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.macie_running import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def session(**changes: Any) -> dict[str, Any]:
    said = {"Status": "ENABLED", "FindingPublishingFrequency": "FIFTEEN_MINUTES", **changes}
    return resource("AWS::Macie::Session", said)


def test_a_session_that_looks_and_tells_at_once_passes() -> None:
    assert judge(CONTROL, session()) is TRUE
    assert judge(CONTROL, session(Status=None)) is TRUE


@pytest.mark.parametrize(
    "changes", [{"Status": "PAUSED"}, {"FindingPublishingFrequency": "SIX_HOURS"}, {"FindingPublishingFrequency": None}]
)
def test_a_session_that_is_paused_or_tells_late_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, session(**changes)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, session(Status=ANYTHING)) is UNKNOWN


def test_a_list_of_words_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Macie::AllowList")) is NOT_APPLICABLE
