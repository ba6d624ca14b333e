"""Whether somebody would see traffic in clear text."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.vpc_encryption_watched import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, judge_in, resource

VPC = resource("AWS::EC2::VPC")


def control(mode: Any) -> dict[str, Any]:
    return resource("AWS::EC2::VPCEncryptionControl", {"VpcId": SUBJECT, "Mode": mode})


@pytest.mark.parametrize("mode", ["monitor", "enforce"])
def test_a_control_that_watches_passes(mode: str) -> None:
    assert judge(CONTROL, VPC, Control=control(mode)) is TRUE


def test_no_control_fails() -> None:
    assert judge(CONTROL, VPC) is FALSE


def test_the_control_of_another_vpc_fails() -> None:
    another = resource("AWS::EC2::VPCEncryptionControl", {"VpcId": "vpc-1", "Mode": "monitor"})
    assert judge(CONTROL, VPC, Control=another) is not TRUE


def test_a_mode_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, VPC, Control=control(ANYTHING)) is UNKNOWN


def test_it_does_not_speak_of_a_region_without_one() -> None:
    assert judge_in("ap-northeast-2", CONTROL, VPC) is NOT_APPLICABLE
