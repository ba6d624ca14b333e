"""Whether unusual rates are noticed."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_insights import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

CALLS, ERRORS = {"InsightType": "ApiCallRateInsight"}, {"InsightType": "ApiErrorRateInsight"}


def trail(*insights: Any) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"InsightSelectors": list(insights)})


def test_rates_of_calls_and_errors_pass() -> None:
    assert judge(CONTROL, trail(CALLS, ERRORS)) is TRUE


def test_rates_of_calls_alone_fail() -> None:
    assert judge(CONTROL, trail(CALLS)) is FALSE


def test_a_trail_without_insights_fails() -> None:
    assert judge(CONTROL, trail()) is FALSE


def test_a_type_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, trail(CALLS, {"InsightType": ANYTHING})) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
