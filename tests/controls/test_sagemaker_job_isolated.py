"""Where a job can send what it reads."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_job_isolated import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

GOOD: dict[str, Any] = {
    "NetworkConfig": {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }
}


def notebook(**changed: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::DataQualityJobDefinition", {**GOOD, **changed})


def test_what_is_closed_passes() -> None:
    assert judge(CONTROL, notebook(), Key=resource("AWS::KMS::Key")) is TRUE


@pytest.mark.parametrize(
    "changed",
    [
        {"NetworkConfig": {**GOOD["NetworkConfig"], **one}}
        for one in (
            {"EnableNetworkIsolation": False},
            {"EnableInterContainerTrafficEncryption": False},
            {"VpcConfig": {"Subnets": ["subnet-1"]}},
        )
    ],
    ids=str,
)
def test_what_is_open_fails(changed: dict[str, Any]) -> None:
    assert judge(CONTROL, notebook(**changed), Key=resource("AWS::KMS::Key")) is FALSE


def schedule(**definition: Any) -> dict[str, Any]:
    config = {"MonitoringJobDefinition": definition} if definition else {"MonitoringJobDefinitionName": "data"}
    return resource("AWS::SageMaker::MonitoringSchedule", {"MonitoringScheduleConfig": config})


def test_a_definition_inside_a_schedule_is_judged_alike() -> None:
    assert judge(CONTROL, schedule(**GOOD)) is TRUE
    assert judge(CONTROL, schedule(RoleArn="role")) is FALSE
    assert judge(CONTROL, schedule(NetworkConfig={**GOOD["NetworkConfig"], "EnableNetworkIsolation": False})) is FALSE


def test_a_schedule_that_names_its_definition_is_not_spoken_of() -> None:
    assert judge(CONTROL, schedule()) is NOT_APPLICABLE


def test_nothing_said_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::DataQualityJobDefinition")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, notebook(NetworkConfig=ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
