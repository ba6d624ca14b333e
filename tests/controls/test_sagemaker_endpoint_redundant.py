"""How many instances answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_redundant import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth


def config(*counts: Any) -> dict[str, Any]:
    variants = [{"InitialInstanceCount": one} for one in counts]
    return resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": variants})


def test_two_pass() -> None:
    assert judge(CONTROL, config(2)) is TRUE


def test_one_fails_beside_another_variant_too() -> None:
    assert judge(CONTROL, config(1)) is FALSE
    assert judge(CONTROL, config(2, 1)) is FALSE


def test_a_serverless_fleet_fails() -> None:
    variants = [{"ServerlessConfig": {"MaxConcurrency": 5, "MemorySizeInMB": 1024}}]
    assert judge(CONTROL, resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": variants})) is FALSE


def scaling(least: Any, dimension: str = "sagemaker:variant:DesiredInstanceCount") -> dict[str, Any]:
    said = {"MinCapacity": least, "MaxCapacity": 4, "ScalableDimension": dimension}
    return resource("AWS::ApplicationAutoScaling::ScalableTarget", said)


def test_scaling_leaves_two() -> None:
    assert judge(CONTROL, scaling(2)) is TRUE
    assert judge(CONTROL, scaling(0)) is FALSE
    assert judge(CONTROL, scaling(ANYTHING)) is UNKNOWN


def test_scaling_of_something_else_is_not_spoken_of() -> None:
    assert judge(CONTROL, scaling(0, "dynamodb:table:ReadCapacityUnits")) is NOT_APPLICABLE


def test_no_variant_fails() -> None:
    assert judge(CONTROL, config()) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, config(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE


@pytest.mark.parametrize(("least", "verdict"), [(0, FALSE), (1, FALSE), (2, TRUE)])
def test_scaling_by_sagemaker_itself_keeps_two(least: int, verdict: Truth) -> None:
    scaling = {"Status": "ENABLED", "MinInstanceCount": least, "MaxInstanceCount": 4}
    variant = {"InitialInstanceCount": 2, "ManagedInstanceScaling": scaling}
    assert judge(CONTROL, resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": [variant]})) is verdict
