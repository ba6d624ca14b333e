"""Whether more calls than somebody guessed are answered."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_scales import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})
ID = "endpoint/fraud/variant/AllTraffic"


def target(of: Any = ID, **changes: Any) -> dict[str, Any]:
    said = {"ResourceId": of, "MinCapacity": 2, "MaxCapacity": 4, **changes}
    return resource("AWS::ApplicationAutoScaling::ScalableTarget", said)


def policy(**of: Any) -> dict[str, Any]:
    return resource("AWS::ApplicationAutoScaling::ScalingPolicy", of or {"ScalingTargetId": {"Ref": "Target"}})


@pytest.mark.parametrize("of", [ID, {"Fn::Sub": "endpoint/${Subject.EndpointName}/variant/AllTraffic"}], ids=str)
def test_a_target_with_a_policy_passes(of: Any) -> None:
    assert judge(CONTROL, ENDPOINT, Target=target(of), Policy=policy()) is TRUE
    assert judge(CONTROL, ENDPOINT, Target=target(of), Policy=policy(ResourceId=of)) is TRUE


def test_a_target_without_a_policy_or_of_another_endpoint_fails() -> None:
    assert judge(CONTROL, ENDPOINT) is FALSE
    assert judge(CONTROL, ENDPOINT, Target=target()) is FALSE
    assert judge(CONTROL, ENDPOINT, Target=target(), Policy=policy(ResourceId="endpoint/a/variant/b")) is FALSE
    assert judge(CONTROL, ENDPOINT, Target=target("endpoint/another/variant/A"), Policy=policy()) is FALSE


@pytest.mark.parametrize("kind", ["DynamicScalingIn", "DynamicScalingOut", "ScheduledScaling"])
def test_a_target_that_is_suspended_fails(kind: str) -> None:
    held = target(SuspendedState={f"{kind}Suspended": True})
    assert judge(CONTROL, ENDPOINT, Target=held, Policy=policy()) is FALSE


def test_a_target_without_room_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Target=target(MaxCapacity=2), Policy=policy()) is FALSE
    assert judge(CONTROL, ENDPOINT, Target=target(MinCapacity=ANYTHING), Policy=policy()) is UNKNOWN


def test_the_same_spelling_of_a_name_is_the_same_name() -> None:
    spelled = resource("AWS::SageMaker::Endpoint", {"EndpointName": {"Fn::Sub": "${AWS::StackName}-fraud"}})
    own = target({"Fn::Sub": "endpoint/${AWS::StackName}-fraud/variant/A"})
    assert judge(CONTROL, spelled, Target=own, Policy=policy()) is TRUE
    assert judge(CONTROL, spelled, Target=target(), Policy=policy()) is UNKNOWN


@pytest.mark.parametrize(
    "managed", [{"ServerlessConfig": {"MaxConcurrency": 5}}, {"ManagedInstanceScaling": {"Status": "ENABLED"}}], ids=str
)
def test_what_scales_by_itself_is_not_spoken_of(managed: Any) -> None:
    config = resource("AWS::SageMaker::EndpointConfig", {"ProductionVariants": [managed]})
    subject = resource(
        "AWS::SageMaker::Endpoint", {"EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]}}
    )
    assert judge(CONTROL, subject, Config=config) is NOT_APPLICABLE
    config["Properties"]["ProductionVariants"].append({"InitialInstanceCount": 2})
    assert judge(CONTROL, subject, Config=config) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, ENDPOINT, Target=target(ANYTHING), Policy=policy()) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
