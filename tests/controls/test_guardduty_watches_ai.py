"""Whether the detector looks at models and data."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.guardduty_watches_ai import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def detector(ai: Any = "ENABLED", data: Any = "ENABLED", often: str = "FIFTEEN_MINUTES") -> dict[str, Any]:
    features = [{"Name": "AI_PROTECTION", "Status": ai}, {"Name": "S3_DATA_EVENTS", "Status": data}]
    return resource(
        "AWS::GuardDuty::Detector", {"Enable": True, "Features": features, "FindingPublishingFrequency": often}
    )


def test_both_features_pass() -> None:
    assert judge(CONTROL, detector()) is TRUE


def test_a_feature_that_is_disabled_fails() -> None:
    assert judge(CONTROL, detector(ai="DISABLED")) is FALSE


@pytest.mark.parametrize("often", ["ONE_HOUR", "SIX_HOURS"])
def test_findings_that_come_later_fail(often: str) -> None:
    assert judge(CONTROL, detector(often=often)) is FALSE


def test_a_detector_that_aws_refuses_fails() -> None:
    both = detector()
    both["Properties"]["DataSources"] = {"S3Logs": {"Enable": True}}
    assert judge(CONTROL, both) is FALSE


def test_no_features_fail() -> None:
    assert judge(CONTROL, resource("AWS::GuardDuty::Detector", {"Enable": True})) is FALSE


def test_a_feature_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, detector(data=ANYTHING)) is UNKNOWN


def test_a_malware_plan_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::GuardDuty::MalwareProtectionPlan")) is NOT_APPLICABLE
