"""Whether the detector looks at what runs."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.guardduty_watches_compute import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

FEATURES = ("EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING")


def detector(**changes: Any) -> dict[str, Any]:
    states = {**dict.fromkeys(FEATURES, "ENABLED"), **changes}
    features = [{"Name": name, "Status": state} for name, state in states.items()]
    return resource("AWS::GuardDuty::Detector", {"Enable": True, "Features": features})


def test_all_features_pass() -> None:
    assert judge(CONTROL, detector()) is TRUE
    assert judge(CONTROL, detector(EKS_AUDIT_LOGS="DISABLED")) is TRUE


@pytest.mark.parametrize("feature", FEATURES)
def test_one_that_is_disabled_fails(feature: str) -> None:
    assert judge(CONTROL, detector(**{feature: "DISABLED"})) is FALSE
    assert judge(CONTROL, detector(**{feature: ANYTHING})) is UNKNOWN


def test_a_detector_that_says_nothing_fails() -> None:
    assert judge(CONTROL, resource("AWS::GuardDuty::Detector")) is FALSE


def test_a_hub_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SecurityHub::Hub")) is NOT_APPLICABLE
