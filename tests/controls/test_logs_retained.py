"""How long logs are kept."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.logs_retained import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def log_group(days: Any) -> dict[str, Any]:
    return resource("AWS::Logs::LogGroup", {"RetentionInDays": days})


def test_a_year_passes() -> None:
    assert judge(CONTROL, log_group(365)) is TRUE


def test_a_month_fails() -> None:
    assert judge(CONTROL, log_group(30)) is FALSE


def test_logs_that_never_expire_fail() -> None:
    assert judge(CONTROL, resource("AWS::Logs::LogGroup")) is FALSE


def test_retention_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, log_group(ANYTHING)) is UNKNOWN


def test_a_log_stream_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Logs::LogStream")) is NOT_APPLICABLE
