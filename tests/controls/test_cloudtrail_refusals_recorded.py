"""Whether the trail holds what endpoints refused."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_refusals_recorded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

SOURCES = ("bedrock", "kms", "s3", "sagemaker", "secretsmanager")


def trail(*selectors: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"AdvancedEventSelectors": list(selectors)})


def selector(**fields: Any) -> dict[str, Any]:
    """A selector of fields, each with the one value that it must have; two underscores stand for a dot."""
    named = [{"Field": name.replace("__", "."), "Equals": [value]} for name, value in fields.items()]
    return {"FieldSelectors": named}


def refusals(*services: Any) -> dict[str, Any]:
    """A trail that records what the endpoints of services refuse."""
    return trail(*(selector(eventCategory="NetworkActivity", eventSource=one) for one in services))


ALL = [f"{one}.amazonaws.com" for one in SOURCES]


def test_refusals_of_all_endpoints_pass() -> None:
    assert judge(CONTROL, refusals(*ALL)) is TRUE


def test_refusals_of_some_fail() -> None:
    assert judge(CONTROL, refusals(*ALL[:2])) is FALSE


def test_data_events_of_a_source_are_no_refusals() -> None:
    assert judge(CONTROL, trail(*(selector(eventCategory="Data", eventSource=one) for one in ALL))) is FALSE


def test_a_source_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, refusals(*ALL[:2], ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
