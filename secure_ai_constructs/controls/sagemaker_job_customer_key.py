"""What a job computed, and the disk that it computed on, say what people asked a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28
from secure_ai_constructs.truth import TRUE, Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SCHEDULE = "AWS::SageMaker::MonitoringSchedule"
_INLINE = "MonitoringScheduleConfig.MonitoringJobDefinition"
_VOLUMES = (
    "JobResources.ClusterConfig.VolumeKmsKeyId",
    "ProcessingResources.ClusterConfig.VolumeKmsKeyId",
    f"{_INLINE}.MonitoringResources.ClusterConfig.VolumeKmsKeyId",
)
_OUTPUTS = (
    "DataQualityJobOutputConfig.KmsKeyId",
    "ModelBiasJobOutputConfig.KmsKeyId",
    "ModelExplainabilityJobOutputConfig.KmsKeyId",
    "ModelQualityJobOutputConfig.KmsKeyId",
    "ProcessingOutputConfig.KmsKeyId",
    f"{_INLINE}.MonitoringOutputConfig.KmsKeyId",
)


def holds(job: Resource) -> Truth:
    volume, output = (any_of(is_customer_key(job[one]) for one in paths) for paths in (_VOLUMES, _OUTPUTS))
    return volume & output


def when(job: Resource) -> Truth:
    """A schedule that names its definition says nothing of the job itself."""
    return job[_INLINE].is_set() if job.type == _SCHEDULE else TRUE


CONTROL = Control(
    id="sagemaker-job-customer-key",
    title="Jobs of SageMaker encrypt disks and results with a customer managed key",
    question=Question.ENCRYPTION,
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
    fix="Set VolumeKmsKeyId of the cluster and KmsKeyId of the output.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",),
    baseline=("KMS-4", "MM-2"),
    satisfies=(NIST_SC_28,),
)
