"""Who can read what a job computed."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_job_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = {"Fn::GetAtt": ["Key", "Arn"]}
KINDS = ("DataQuality", "ModelBias", "ModelExplainability", "ModelQuality")


def definition(kind: str, volume: Any = KEY, output: Any = KEY) -> dict[str, Any]:
    said = {
        "JobResources": {"ClusterConfig": {"VolumeKmsKeyId": volume}},
        f"{kind}JobOutputConfig": {"KmsKeyId": output},
    }
    return resource(f"AWS::SageMaker::{kind}JobDefinition", said)


@pytest.mark.parametrize("kind", KINDS)
def test_both_keys_pass_and_one_fails(kind: str) -> None:
    key = resource("AWS::KMS::Key")
    assert judge(CONTROL, definition(kind), Key=key) is TRUE
    assert judge(CONTROL, definition(kind, volume=""), Key=key) is FALSE
    assert judge(CONTROL, definition(kind, output=""), Key=key) is FALSE


def test_a_processing_job_has_both_elsewhere() -> None:
    said = {
        "ProcessingResources": {"ClusterConfig": {"VolumeKmsKeyId": KEY}},
        "ProcessingOutputConfig": {"KmsKeyId": KEY},
    }
    assert judge(CONTROL, resource("AWS::SageMaker::ProcessingJob", said), Key=resource("AWS::KMS::Key")) is TRUE
    assert judge(CONTROL, resource("AWS::SageMaker::ProcessingJob")) is FALSE


def schedule(**definition: Any) -> dict[str, Any]:
    config = {"MonitoringJobDefinition": definition} if definition else {"MonitoringJobDefinitionName": "data"}
    return resource("AWS::SageMaker::MonitoringSchedule", {"MonitoringScheduleConfig": config})


def test_a_definition_inside_a_schedule_is_judged_alike() -> None:
    volume, output = {"MonitoringResources": {"ClusterConfig": {"VolumeKmsKeyId": KEY}}}, {"KmsKeyId": KEY}
    key = resource("AWS::KMS::Key")
    assert judge(CONTROL, schedule(**volume, MonitoringOutputConfig=output), Key=key) is TRUE
    assert judge(CONTROL, schedule(**volume), Key=key) is FALSE
    assert judge(CONTROL, schedule(MonitoringOutputConfig=output), Key=key) is FALSE


def test_a_schedule_that_names_its_definition_is_not_spoken_of() -> None:
    assert judge(CONTROL, schedule()) is NOT_APPLICABLE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, definition("DataQuality", ANYTHING), Key=resource("AWS::KMS::Key")) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
