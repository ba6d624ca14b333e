"""Whether anybody is told that a model is asked what it never learned."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_monitored import CONTROL
from tests.judging import (
    ANYTHING,
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    UNKNOWN,
    drift_alarm,
    event_rule,
    judge,
    other_drift_alarms,
    resource,
)

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})


def alarm(kind: Any = "data", silent: str = "ignore", endpoint: Any = "fraud", **changes: Any) -> dict[str, Any]:
    return drift_alarm(kind, silent, endpoint, **changes)


ALL = {"Drift": alarm(), "Silence": alarm(silent="breaching")}


def verdict(**alarms: dict[str, Any]) -> Any:
    return judge(CONTROL, ENDPOINT, **{**ALL, **alarms})


def test_drift_and_silence_that_are_told_pass() -> None:
    assert verdict() is TRUE


def test_an_endpoint_that_is_named_by_a_reference_passes() -> None:
    assert verdict(Drift=alarm(endpoint={"Fn::GetAtt": ["Subject", "EndpointName"]})) is TRUE


@pytest.mark.parametrize("instead", other_drift_alarms("data", "bias"))
def test_another_alarm_fails(instead: dict[str, Any]) -> None:
    assert verdict(Drift=instead) is FALSE


def test_nothing_fails() -> None:
    assert judge(CONTROL, ENDPOINT) is FALSE


def job(endpoint: Any = "fraud") -> dict[str, Any]:
    """A job definition of SageMaker Model Monitor."""
    watched = {"EndpointInput": {"EndpointName": endpoint, "LocalPath": "/opt/ml/processing/input"}}
    output = {"S3Output": {"LocalPath": "/opt/ml/processing/output", "S3Uri": {"Fn::Sub": "s3://${Bucket}/results"}}}
    properties = {
        "JobDefinitionName": "fraud-data",
        "DataQualityJobInput": watched,
        "DataQualityJobOutputConfig": {"MonitoringOutputs": [output]},
    }
    return resource("AWS::SageMaker::DataQualityJobDefinition", properties)


def schedule(name: Any = "fraud-data") -> dict[str, Any]:
    config = {"MonitoringJobDefinitionName": name, "MonitoringType": "DataQuality"}
    return resource("AWS::SageMaker::MonitoringSchedule", {"MonitoringScheduleConfig": config})


FOUND = {
    "source": ["aws.s3"],
    "detail-type": ["Object Created"],
    "detail": {"bucket": {"name": [{"Ref": "Bucket"}]}, "object": {"key": [{"wildcard": "*violations.json"}]}},
}
FOLLOWED = {
    "Bucket": resource("AWS::S3::Bucket"),
    "Violations": event_rule(FOUND),
    "Silent": resource(
        "AWS::CloudWatch::Alarm",
        {
            "Namespace": "AWS/S3",
            "Dimensions": [{"Name": "BucketName", "Value": {"Ref": "Bucket"}}],
            "TreatMissingData": "breaching",
            "AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"],
        },
    ),
}


def test_a_schedule_of_model_monitor_passes() -> None:
    assert judge(CONTROL, ENDPOINT, Job=job(), Schedule=schedule(), **FOLLOWED) is TRUE
    assert judge(CONTROL, ENDPOINT, Job=job(), Schedule=schedule({"Ref": "Job"}), **FOLLOWED) is TRUE


def test_a_job_that_never_runs_or_watches_another_endpoint_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Job=job(), **FOLLOWED) is FALSE
    assert judge(CONTROL, ENDPOINT, Job=job(), Schedule=schedule("another"), **FOLLOWED) is FALSE
    assert judge(CONTROL, ENDPOINT, Job=job("another"), Schedule=schedule(), **FOLLOWED) is FALSE


def inline(kind: Any = "DataQuality", endpoint: Any = "fraud") -> dict[str, Any]:
    """A schedule that holds the definition of its jobs."""
    given = job(endpoint)["Properties"]
    jobs = {
        "MonitoringInputs": [given["DataQualityJobInput"]],
        "MonitoringOutputConfig": given["DataQualityJobOutputConfig"],
    }
    config = {"MonitoringJobDefinition": jobs, "MonitoringType": kind}
    return resource("AWS::SageMaker::MonitoringSchedule", {"MonitoringScheduleConfig": config})


def test_a_schedule_that_holds_its_jobs_is_read() -> None:
    assert judge(CONTROL, ENDPOINT, Schedule=inline(), **FOLLOWED) is TRUE
    assert judge(CONTROL, ENDPOINT, Schedule=inline({"Ref": "AWS::NoValue"}), **FOLLOWED) is TRUE
    assert judge(CONTROL, ENDPOINT, Schedule=inline("ModelBias"), **FOLLOWED) is FALSE
    assert judge(CONTROL, ENDPOINT, Schedule=inline(endpoint="another"), **FOLLOWED) is FALSE
    assert judge(CONTROL, ENDPOINT, Schedule=inline()) is FALSE


def managed(silent: str, space: str = "aws/sagemaker/Endpoints/data-metrics") -> dict[str, Any]:
    """An alarm on a metric of SageMaker Model Monitor's own."""
    dimensions = [{"Name": "Endpoint", "Value": "fraud"}, {"Name": "MonitoringSchedule", "Value": "fraud-data"}]
    return alarm(silent=silent, Namespace=space, MetricName="feature_baseline_drift_total", Dimensions=dimensions)


def test_alarms_on_model_monitor_s_metrics_pass() -> None:
    assert verdict(Drift=managed("ignore"), Silence=managed("breaching")) is TRUE
    spelled = "/aws/sagemaker/Endpoints/data-metric"
    assert verdict(Drift=managed("ignore", spelled), Silence=managed("breaching", spelled)) is TRUE


def test_metrics_of_another_kind_fail() -> None:
    bias = "aws/sagemaker/Endpoints/bias-metrics"
    assert verdict(Drift=managed("ignore", bias), Silence=managed("breaching", bias)) is FALSE


@pytest.mark.parametrize("missing", ["Violations", "Silent"])
def test_a_schedule_of_which_nobody_is_told_fails(missing: str) -> None:
    others = {name: one for name, one in FOLLOWED.items() if name != missing}
    assert judge(CONTROL, ENDPOINT, Job=job(), Schedule=schedule(), **others) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(Drift=alarm(ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
