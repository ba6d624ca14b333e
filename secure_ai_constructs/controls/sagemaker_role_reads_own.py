"""What a container's role may do, whoever takes over the container does: it needs its weights and a log, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.access import WIDE_POLICIES, Statement, granted_to
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_NEEDED = (
    r"(?i)^(cloudwatch:PutMetricData|s3:.*"
    r"|ec2:((Create|Delete)NetworkInterface(Permission)?|Describe(DhcpOptions|NetworkInterfaces|SecurityGroups|Subnets|VpcEndpoints|Vpcs))"
    r"|ecr:(BatchCheckLayerAvailability|BatchGetImage|GetAuthorizationToken|GetDownloadUrlForLayer)"
    r"|kms:(CreateGrant|Decrypt|DescribeKey|Encrypt|GenerateDataKey|ReEncrypt)[A-Za-z*]*"
    r"|logs:(CreateLogGroup|CreateLogStream|DescribeLogStreams|PutLogEvents))$"
)
"""What AWS names for hosting a model in a VPC; of S3, the bucket is asked."""
_OF_AWS = r":iam::aws:policy/"
_NARROW = (
    rf"{_OF_AWS}(AmazonEC2ContainerRegistry(PullOnly|ReadOnly)|AWSXRayDaemonWriteAccess|CloudWatchAgentServerPolicy)$"
)
_WEIGHTS = ("ModelDataUrl", "ModelDataSource.S3DataSource.S3Uri")


def holds(model: Resource) -> Truth:
    role = model["ExecutionRoleArn"].target
    return ~(granted_to(role, lambda one: _goes_further(one, model)) | _managed(role)) if role else UNKNOWN


def _managed(role: Resource) -> Truth:
    """Policies of AWS are about everybody's data, but for a few; of wide ones `iam-actions-named` tells, others nobody reads."""
    told = f"{_NARROW}|{WIDE_POLICIES}"
    return role["ManagedPolicyArns"].any(
        lambda arn: FALSE if arn.target else ~arn.matches(told) & (arn.matches(_OF_AWS) | UNKNOWN)
    )


def when(model: Resource) -> Truth:
    """Of a role that stands elsewhere, nobody reads here what it may."""
    role = model["ExecutionRoleArn"].target
    return granted_to(role, lambda one: one.allows()) | role["ManagedPolicyArns"].is_set() if role else FALSE


def _goes_further(statement: Statement, model: Resource) -> Truth:
    elsewhere = statement.some_action(lambda one: ~one.matches(_NEEDED))
    objects = statement.some_action(lambda one: one.matches(r"(?i)^s3:"))
    return statement.allows() & (elsewhere | (objects & statement.some_resource(lambda arn: ~_is_own(arn, model))))


def _is_own(arn: Value, model: Resource) -> Truth:
    """A bucket of the model's weights, or what its endpoints write to."""
    configs = model.referrers("AWS::SageMaker::EndpointConfig", "ProductionVariants")
    containers = ("PrimaryContainer", *(f"Containers.{place}" for place in range(15)))
    weights = [model[f"{container}.{path}"] for container in containers for path in _WEIGHTS]
    return any_of(
        _is_of(arn, uri) for uri in (*weights, *(one["DataCaptureConfig.DestinationS3Uri"] for one in configs))
    )


def _is_of(arn: Value, uri: Value) -> Truth:
    for bucket in uri.targets:
        return arn.refers_to(bucket)
    name = re.match(r"s3://([^/]+)/", uri.literal or "")
    return arn.matches(rf"^arn:[^:]*:s3:::{re.escape(name[1])}(/|$)") if name else FALSE


CONTROL = Control(
    id="sagemaker-role-reads-own",
    title="Roles of models may read their own weights, and nothing of others",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Model",),
    when=when,
    holds=holds,
    fix="Allow the bucket of the model's weights and captures alone; PrivateSageMakerEndpoint lets the buckets' policies say it.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",),
    baseline=("IAM-7",),
    satisfies=(NIST_AC_3, NIST_AC_6),
)
