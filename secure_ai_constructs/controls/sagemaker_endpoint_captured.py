"""When a decision is disputed, nobody can show what the model was asked and what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_3, NIST_AU_12
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def holds(config: Resource) -> Truth:
    capture = config["DataCaptureConfig"]
    options = capture["CaptureOptions"]
    return (
        capture["EnableCapture"].equals(True)
        & capture["InitialSamplingPercentage"].at_least(100)
        & options.any(lambda one: one["CaptureMode"].one_of("Input", "InputAndOutput"))
        & options.any(lambda one: one["CaptureMode"].one_of("Output", "InputAndOutput"))
        & is_customer_key(capture["KmsKeyId"])
        & _is_ours(capture["DestinationS3Uri"])
    )


def _is_ours(uri: Value) -> Truth:
    """How a bucket of the assembly is locked, other controls ask; of another one only its owner knows."""
    return uri.is_set() & (truth(any(one.type == "AWS::S3::Bucket" for one in uri.targets)) | UNKNOWN)


CONTROL = Control(
    id="sagemaker-endpoint-captured",
    title="Endpoints capture all questions and answers, encrypted",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::EndpointConfig",),
    holds=holds,
    fix="Set DataCaptureConfig: enabled, 100 percent, Input and Output, with KmsKeyId; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html",),
    baseline=("KMS-4", "MIL-8"),
    satisfies=(NIST_AU_12, NIST_AU_3),
)
