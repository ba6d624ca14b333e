"""How long an image is looked at."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.ecr_scanned_continuously import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

INSPECTOR = resource("Custom::InspectorEnablement")


def registry(scan: Any = "ENHANCED", frequency: str = "CONTINUOUS_SCAN") -> dict[str, Any]:
    rule = {"ScanFrequency": frequency, "RepositoryFilters": [{"Filter": "*", "FilterType": "WILDCARD"}]}
    return resource("AWS::ECR::RegistryScanningConfiguration", {"ScanType": scan, "Rules": [rule]})


def test_images_that_are_scanned_again_pass() -> None:
    assert judge(CONTROL, INSPECTOR, Registry=registry()) is TRUE


def test_a_registry_that_says_nothing_fails() -> None:
    assert judge(CONTROL, INSPECTOR) is FALSE


def test_a_basic_scan_fails() -> None:
    assert judge(CONTROL, INSPECTOR, Registry=registry("BASIC")) is FALSE


def test_a_scan_at_the_push_alone_fails() -> None:
    assert judge(CONTROL, INSPECTOR, Registry=registry(frequency="SCAN_ON_PUSH")) is FALSE


def test_a_scan_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, INSPECTOR, Registry=registry(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
