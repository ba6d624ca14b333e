"""Whether any call that manages is left out."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_management_unfiltered import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

MANAGEMENT = {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}


def trail(*selectors: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"AdvancedEventSelectors": list(selectors)})


def selector(**fields: Any) -> dict[str, Any]:
    """A selector of fields, each with the one value that it must have; two underscores stand for a dot."""
    named = [{"Field": name.replace("__", "."), "Equals": [value]} for name, value in fields.items()]
    return {"FieldSelectors": named}


def test_all_management_events_pass() -> None:
    assert judge(CONTROL, trail(MANAGEMENT)) is TRUE


def test_data_events_beside_them_pass() -> None:
    assert judge(CONTROL, trail(selector(eventCategory="Data", resources__type="AWS::S3::Object"), MANAGEMENT)) is TRUE


def test_data_events_alone_fail() -> None:
    assert judge(CONTROL, trail(selector(eventCategory="Data", resources__type="AWS::S3::Object"))) is FALSE


def test_writes_alone_fail() -> None:
    assert judge(CONTROL, trail(selector(eventCategory="Management", readOnly="false"))) is FALSE


def test_a_trail_without_selectors_records_them_all() -> None:
    assert judge(CONTROL, trail()) is NOT_APPLICABLE


def basic(**selector: Any) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"EventSelectors": [selector]})


def test_a_basic_selector_of_all_passes() -> None:
    assert judge(CONTROL, basic(ReadWriteType="All", IncludeManagementEvents=True)) is TRUE
    assert judge(CONTROL, basic(DataResources=[])) is TRUE


def test_a_basic_selector_that_leaves_some_out_fails() -> None:
    for selector in (
        {"ReadWriteType": "WriteOnly"},
        {"IncludeManagementEvents": False},
        {"ExcludeManagementEventSources": ["kms.amazonaws.com"]},
    ):
        assert judge(CONTROL, basic(**selector)) is FALSE


def test_a_category_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, trail(selector(eventCategory=ANYTHING))) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
