"""A job reads everything that a model was asked, and with a network it can send it anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import (
    NIST_SC_7,
    NIST_SC_8,
    SECURITY_HUB_SAGEMAKER_9,
    SECURITY_HUB_SAGEMAKER_10,
    SECURITY_HUB_SAGEMAKER_11,
    SECURITY_HUB_SAGEMAKER_12,
    SECURITY_HUB_SAGEMAKER_13,
    SECURITY_HUB_SAGEMAKER_14,
    SECURITY_HUB_SAGEMAKER_15,
    SECURITY_HUB_SAGEMAKER_20,
    SECURITY_HUB_SAGEMAKER_22,
    SECURITY_HUB_SAGEMAKER_25,
)
from secure_ai_constructs.truth import TRUE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SCHEDULE = "AWS::SageMaker::MonitoringSchedule"
_INLINE = "MonitoringScheduleConfig.MonitoringJobDefinition"


def holds(job: Resource) -> Truth:
    network = job[f"{_INLINE}.NetworkConfig" if job.type == _SCHEDULE else "NetworkConfig"]
    return (
        network["EnableNetworkIsolation"].equals(True)
        & network["EnableInterContainerTrafficEncryption"].equals(True)
        & network["VpcConfig"]["Subnets"].has_at_least(2)
    )


def when(job: Resource) -> Truth:
    """A schedule that names its definition says nothing of the job itself."""
    return job[_INLINE].is_set() if job.type == _SCHEDULE else TRUE


CONTROL = Control(
    id="sagemaker-job-isolated",
    title="Jobs of SageMaker run in isolation, in a network, and encrypt what they say to one another",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::SageMaker::DataQualityJobDefinition",
        "AWS::SageMaker::ModelBiasJobDefinition",
        "AWS::SageMaker::ModelExplainabilityJobDefinition",
        "AWS::SageMaker::ModelQualityJobDefinition",
        _SCHEDULE,
        "AWS::SageMaker::ProcessingJob",
    ),
    when=when,
    holds=holds,
    fix="Set NetworkConfig: EnableNetworkIsolation, EnableInterContainerTrafficEncryption and VpcConfig with two subnets.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-vpc.html",),
    baseline=("MM-2", "NET-8", "TLS-2"),
    satisfies=(
        SECURITY_HUB_SAGEMAKER_10,
        SECURITY_HUB_SAGEMAKER_11,
        SECURITY_HUB_SAGEMAKER_12,
        SECURITY_HUB_SAGEMAKER_13,
        SECURITY_HUB_SAGEMAKER_14,
        SECURITY_HUB_SAGEMAKER_15,
        SECURITY_HUB_SAGEMAKER_20,
        SECURITY_HUB_SAGEMAKER_22,
        SECURITY_HUB_SAGEMAKER_25,
        SECURITY_HUB_SAGEMAKER_9,
        NIST_SC_7,
        NIST_SC_8,
    ),
)
