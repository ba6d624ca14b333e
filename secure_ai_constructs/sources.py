"""What a bucket is for: documents that a knowledge base answers from, weights of a model, what a model was asked.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/s3-data-source-connector.html
AWS source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

DOCUMENTS = "DataSourceConfiguration.S3Configuration.BucketArn"
_WEIGHTS = ("Containers", "PrimaryContainer.ModelDataSource.S3DataSource.S3Uri", "PrimaryContainer.ModelDataUrl")


def holds_documents(bucket: Resource) -> Truth:
    """A knowledge base reads it."""
    return bucket.referrers("AWS::Bedrock::DataSource", DOCUMENTS).exist()


def receives_logs(bucket: Resource) -> Truth:
    """S3 itself, or a trail, writes there what was done."""
    access_logs = bucket.referrers(bucket.type, "LoggingConfiguration.DestinationBucketName")
    return access_logs.exist() | bucket.referrers("AWS::CloudTrail::Trail", "S3BucketName").exist()


def holds_captures(bucket: Resource) -> Truth:
    """An endpoint writes there what it was asked, and what it answered."""
    return bucket.referrers("AWS::SageMaker::EndpointConfig", "DataCaptureConfig.DestinationS3Uri").exist()


def holds_weights(bucket: Resource) -> Truth:
    """A model is loaded from it."""
    return any_of(bucket.referrers("AWS::SageMaker::Model", path).exist() for path in _WEIGHTS)
