"""Whether Studio has a way out."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_domain_isolated import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def domain(**changes: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Domain", {"AppNetworkAccessType": "VpcOnly", **changes})


def test_a_domain_in_the_vpc_passes() -> None:
    assert judge(CONTROL, domain()) is TRUE


@pytest.mark.parametrize("changes", [{"AppNetworkAccessType": "PublicInternetOnly"}, {"AppNetworkAccessType": None}])
def test_a_way_out_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, domain(**changes)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, domain(AppNetworkAccessType=ANYTHING)) is UNKNOWN


def test_a_profile_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::UserProfile")) is NOT_APPLICABLE
