"""Whether a trail is evidence."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_protected import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

SETTINGS = {
    "IsLogging": True,
    "IsMultiRegionTrail": True,
    "IncludeGlobalServiceEvents": True,
    "EnableLogFileValidation": True,
    "KMSKeyId": "arn:aws:kms:eu-central-1:123456789012:key/0b4e",
    "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*",
    "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/trail",
}


def trail(**changes: Any) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {**SETTINGS, **changes})


def test_a_validated_encrypted_trail_of_all_regions_passes() -> None:
    assert judge(CONTROL, trail()) is TRUE


def test_a_trail_that_is_off_fails() -> None:
    assert judge(CONTROL, trail(IsLogging=False)) is FALSE


def test_a_trail_that_nobody_can_ask_fails() -> None:
    assert judge(CONTROL, trail(CloudWatchLogsLogGroupArn="")) is FALSE


def test_a_trail_of_one_region_fails() -> None:
    assert judge(CONTROL, trail(IsMultiRegionTrail=False)) is FALSE


def test_a_trail_without_validation_fails() -> None:
    assert judge(CONTROL, trail(EnableLogFileValidation={"Ref": "AWS::NoValue"})) is FALSE


def test_a_trail_without_a_key_fails() -> None:
    assert judge(CONTROL, trail(KMSKeyId="")) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, trail(KMSKeyId=ANYTHING)) is UNKNOWN


def test_an_event_data_store_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::CloudTrail::EventDataStore")) is NOT_APPLICABLE
