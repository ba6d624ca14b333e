"""Whether a container keeps its network interface."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_network_isolation import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def model(value: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {} if value is None else {"EnableNetworkIsolation": value})


def test_isolation_passes() -> None:
    assert judge(CONTROL, model(True)) is TRUE


def test_none_fails() -> None:
    assert judge(CONTROL, model(False)) is FALSE
    assert judge(CONTROL, model(None)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, model(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
