"""Whether findings are there after ninety days."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.guardduty_findings_exported import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

DETECTOR = resource("AWS::GuardDuty::Detector")
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


def export(kind: Any = "S3", key: str = KEY) -> dict[str, Any]:
    place = {"DestinationArn": "arn:aws:s3:::findings", "KmsKeyArn": key}
    properties = {"DetectorId": SUBJECT, "DestinationType": kind, "DestinationProperties": place}
    return resource("AWS::GuardDuty::PublishingDestination", properties)


def test_an_export_under_a_key_passes() -> None:
    assert judge(CONTROL, DETECTOR, Export=export()) is TRUE


def test_no_export_fails() -> None:
    assert judge(CONTROL, DETECTOR) is FALSE


def test_an_export_without_a_key_fails() -> None:
    assert judge(CONTROL, DETECTOR, Export=export(key="")) is FALSE


def test_a_kind_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, DETECTOR, Export=export(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
