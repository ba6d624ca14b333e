"""What the recorder leaves out, and where it delivers."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.config_recorder_complete import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"
CHANNEL = resource("AWS::Config::DeliveryChannel", {"S3KmsKeyArn": KEY})


def recorder(*, all_supported: Any = True, **group: Any) -> dict[str, Any]:
    group = {"AllSupported": all_supported, "IncludeGlobalResourceTypes": True} | group
    return resource("AWS::Config::ConfigurationRecorder", {"RecordingGroup": group})


def test_a_recorder_of_all_types_with_a_key_passes() -> None:
    assert judge(CONTROL, recorder(), Channel=CHANNEL) is TRUE


def test_a_recorder_that_waits_for_its_channel_fails() -> None:
    assert judge(CONTROL, {**recorder(), "DependsOn": "Channel"}, Channel=CHANNEL) is FALSE


def test_a_channel_that_waits_for_its_recorder_fails() -> None:
    """The recorder waits for a channel all the same, an hour long."""
    assert judge(CONTROL, recorder(), Channel={**CHANNEL, "DependsOn": "Subject"}) is FALSE


def test_a_bucket_that_is_locked_fails() -> None:
    to_bucket = resource("AWS::Config::DeliveryChannel", {"S3KmsKeyArn": KEY, "S3BucketName": {"Ref": "History"}})
    locked = resource("AWS::S3::Bucket", {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})
    assert judge(CONTROL, recorder(), Channel=to_bucket, History=locked) is FALSE
    assert judge(CONTROL, recorder(), Channel=to_bucket, History=resource("AWS::S3::Bucket")) is TRUE


def test_a_recorder_of_some_types_fails() -> None:
    assert judge(CONTROL, recorder(all_supported=False), Channel=CHANNEL) is FALSE


def test_a_recorder_that_leaves_out_roles_unsaid_fails() -> None:
    """Without a word Config records no users, groups, roles and policies."""
    assert judge(CONTROL, recorder(IncludeGlobalResourceTypes={"Ref": "AWS::NoValue"}), Channel=CHANNEL) is FALSE
    assert judge(CONTROL, recorder(IncludeGlobalResourceTypes=ANYTHING), Channel=CHANNEL) is UNKNOWN


def test_roles_may_be_recorded_in_another_region_of_the_account() -> None:
    without = recorder(IncludeGlobalResourceTypes=False)
    assert judge(CONTROL, without, Channel=CHANNEL) is UNKNOWN
    assert judge(CONTROL, without, Channel=CHANNEL, Home=recorder()) is TRUE


def test_a_recorder_that_delivers_nothing_fails() -> None:
    assert judge(CONTROL, recorder()) is FALSE


def test_delivery_without_a_key_fails() -> None:
    assert judge(CONTROL, recorder(), Channel=resource("AWS::Config::DeliveryChannel")) is FALSE


def test_a_group_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, recorder(all_supported=ANYTHING), Channel=CHANNEL) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
