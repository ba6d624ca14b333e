"""Whether somebody may walk around the endpoint's defenses."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_endpoint_closed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def config(**variant: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": [{"VariantName": "All", **variant}]})


def test_instances_without_a_shell_pass() -> None:
    assert judge(CONTROL, config()) is TRUE
    assert judge(CONTROL, config(EnableSSMAccess=False)) is TRUE


def test_a_shell_fails() -> None:
    assert judge(CONTROL, config(EnableSSMAccess=True)) is FALSE


def test_a_serverless_fleet_fails() -> None:
    assert judge(CONTROL, config(ServerlessConfig={"MaxConcurrency": 5})) is FALSE


def test_a_shadow_variant_is_looked_at() -> None:
    shadow = resource("AWS::SageMaker::EndpointConfig", {"ShadowProductionVariants": [{"EnableSSMAccess": True}]})
    assert judge(CONTROL, shadow) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, config(EnableSSMAccess=ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
