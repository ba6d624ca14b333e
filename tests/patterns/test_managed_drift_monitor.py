"""SageMaker Model Monitor around an endpoint: what is watched, as what, and who is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack

from secure_ai_constructs import ManagedDriftMonitor, Problem
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.event_pattern import matches
from tests.patterns.models import endpoint, place
from tests.patterns.outcome import THE_ACCOUNT_S
from tests.patterns.synthesis import beside, mentions, only, resources

JOBS = ("DataQuality", "ModelQuality")


def monitor(**arguments: Any) -> ManagedDriftMonitor:
    where = place()
    given = {"quality": Problem.BINARY, "existing_customer": True, **arguments}
    scope = given.pop("scope", where.stack)
    return ManagedDriftMonitor(
        scope, "Managed", endpoint=endpoint(where), analyzer=where.image, operations=where.operations, **given
    )


@pytest.fixture(scope="module")
def watched() -> Stack:
    return Stack.of(monitor())


@pytest.mark.parametrize("kind", JOBS)
def test_a_job_of_each_kind_runs_every_day_on_what_was_captured(watched: Stack, kind: str) -> None:
    job = only(watched, f"AWS::SageMaker::{kind}JobDefinition")
    [schedule] = [
        one["Properties"]["MonitoringScheduleConfig"]
        for one in resources(watched, "AWS::SageMaker::MonitoringSchedule").values()
        if one["Properties"]["MonitoringScheduleConfig"]["MonitoringType"] == kind
    ]
    assert schedule["MonitoringJobDefinitionName"] == job["JobDefinitionName"]
    assert schedule["ScheduleConfig"]["ScheduleExpression"].startswith("cron(")
    name = only(watched, "AWS::SageMaker::Endpoint")["EndpointName"]
    assert job[f"{kind}JobInput"]["EndpointInput"]["EndpointName"] == name


@pytest.mark.parametrize("kind", JOBS)
def test_jobs_run_in_isolation_under_the_endpoint_s_key(watched: Stack, kind: str) -> None:
    job = only(watched, f"AWS::SageMaker::{kind}JobDefinition")
    assert job["NetworkConfig"]["EnableNetworkIsolation"] is True
    assert job["NetworkConfig"]["EnableInterContainerTrafficEncryption"] is True
    assert len(job["NetworkConfig"]["VpcConfig"]["Subnets"]) == 3
    assert mentions(job["JobResources"]["ClusterConfig"]["VolumeKmsKeyId"], "EndpointKey")
    assert mentions(job[f"{kind}JobOutputConfig"]["KmsKeyId"], "EndpointKey")


def test_without_a_problem_only_data_is_watched() -> None:
    scope = Stack.of(monitor(quality=None))
    assert not resources(scope, "AWS::SageMaker::ModelQualityJobDefinition")
    assert len(resources(scope, "AWS::SageMaker::MonitoringSchedule")) == 1
    assert not resources(scope, "AWS::S3::Bucket", "ManagedLabels")


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (Problem.BINARY, "BinaryClassification"),
        (Problem.MULTICLASS, "MulticlassClassification"),
        (Problem.REGRESSION, "Regression"),
    ],
)
def test_quality_is_measured_as_the_problem_asks(problem: Problem, kind: str) -> None:
    job = only(Stack.of(monitor(quality=problem)), "AWS::SageMaker::ModelQualityJobDefinition")
    assert job["ModelQualityAppSpecification"]["ProblemType"] == kind
    assert mentions(job["ModelQualityJobInput"]["GroundTruthS3Input"], "/truth")


def test_another_image_is_another_definition_beside_the_first() -> None:
    """All of a definition is create-only: under the same name, its replacement would fail."""
    names = {
        only(Stack.of(monitor(instance_type=one)), "AWS::SageMaker::DataQualityJobDefinition")["JobDefinitionName"]
        for one in ("ml.m5.xlarge", "ml.m6i.large")
    }
    assert len(names) == 2
    assert all(len(one) <= 63 for one in names)


def test_violations_and_failed_jobs_are_told_of(watched: Stack) -> None:
    rules = {
        key: data["Properties"]
        for key, data in resources(watched, "AWS::Events::Rule", "Managed").items()
        if "Prefix" not in key
    }
    [failures] = [one for key, one in rules.items() if "Failures" in key]
    role = failures["EventPattern"]["detail"].pop("RoleArn")
    assert mentions(role, "ManagedRole")
    ended = {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Processing Job State Change",
        "detail": {"ProcessingJobStatus": "Failed"},
    }
    assert matches(failures["EventPattern"], ended)
    [violations] = [one for key, one in rules.items() if "Violations" in key]
    assert violations["EventPattern"]["detail"]["object"]["key"] == [
        {"wildcard": "results/*constraint_violations.json"}
    ]
    for one in rules.values():
        assert mentions(one["Targets"], "Undelivered")


@pytest.mark.parametrize("kind", ["data", "quality"])
def test_two_days_without_a_result_are_told_of(watched: Stack, kind: str) -> None:
    bucket = only(watched, "AWS::S3::Bucket", "ManagedResults")
    assert {"Id": kind, "Prefix": f"results/{kind}/"} in bucket["MetricsConfigurations"]
    alarm = only(watched, "AWS::CloudWatch::Alarm", f"ManagedSilence{kind}")
    assert (alarm["MetricName"], alarm["Period"], alarm["EvaluationPeriods"]) == ("BytesUploaded", 86400, 2)
    assert {"Name": "FilterId", "Value": kind} in alarm["Dimensions"]
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("LessThanThreshold", "breaching")


def test_it_passes_every_control() -> None:
    app: Any = monitor().node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    open_findings = {one.control.id for one in found if one.verdict is not TRUE} - THE_ACCOUNT_S
    assert open_findings == {
        "sagemaker-endpoint-bias-monitored",
        "sagemaker-endpoint-on-dashboard",
        "sagemaker-endpoint-quality-monitored",
        "sagemaker-lineage-recorded",
    }


@pytest.mark.parametrize("given", [False, "yes", 1])
def test_whoever_is_no_customer_yet_is_told_so(given: Any) -> None:
    with pytest.raises(ValueError, match=r"existing_customer must be True, because AWS has closed .* was "):
        monitor(existing_customer=given)


def test_another_stack_is_refused() -> None:
    elsewhere = beside(place().before, "Elsewhere")
    with pytest.raises(ValueError, match="the monitor must stand in the stack of its endpoint"):
        monitor(scope=elsewhere)
