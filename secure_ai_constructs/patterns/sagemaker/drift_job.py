"""What every job that watches an endpoint stands on, whichever engine runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from secure_ai_constructs.patterns.foundation import DataBucket
from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal
from secure_ai_constructs.patterns.sagemaker.drift_policy import job_statements
from secure_ai_constructs.patterns.sagemaker.instance_fleet import has_local_storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from secure_ai_constructs.patterns.foundation import DataProfile, Operations
    from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
    from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

INPUT, OUTPUT = "/opt/ml/processing/input", "/opt/ml/processing/output"
LONGEST_JOB = 3600
ANSWER = "0"
"""The first column of what an endpoint answers."""
NO_METRICS = {"publish_cloudwatch_metrics": "Disabled"}
"""A container without a way to CloudWatch sends none: S3 counts for it."""
DAYS_OF_SILENCE = 2
"""So many days without a result are told of."""


def require_same_stack(monitor: Construct, endpoint: PrivateSageMakerEndpoint) -> None:
    """Raises ValueError for a monitor in another stack than its endpoint."""
    if Stack.of(monitor) is not Stack.of(endpoint):
        raise ValueError(
            f"{monitor.node.path}: the monitor must stand in the stack of its endpoint, {Stack.of(endpoint).node.path}, "
            f"because its capture's policy names it; was in {Stack.of(monitor).node.path}"
        )


def require_job_instance(instance_type: str, *, of: str) -> None:
    """Raises ValueError for an instance whose disks take no key, and for a type that is none."""
    if has_local_storage(instance_type):
        raise ValueError(f"{of}: instance_type must be one without local disks, which take no key, was {instance_type}")


def job_bucket(
    scope: Construct, id: str, profile: DataProfile, *, endpoint: PrivateSageMakerEndpoint, operations: Operations
) -> DataBucket:
    """A bucket under the endpoint's key, in its network."""
    return DataBucket(
        scope,
        id,
        key=endpoint.key.key,
        access_logs=operations.access_logs,
        profile=profile,
        network=endpoint.network,
    )


def job_group(scope: Construct, endpoint: PrivateSageMakerEndpoint) -> ec2.SecurityGroup:
    """A group that lets jobs out to S3 alone."""
    group = closed_group(scope, endpoint.network.vpc, f"Jobs that watch {endpoint.served.name}")
    group.add_egress_rule(ec2.Peer.prefix_list(endpoint.network.s3_prefix_list), ec2.Port.HTTPS, "S3")
    return group


def job_role(
    scope: Construct,
    *,
    description: str,
    endpoint: PrivateSageMakerEndpoint,
    image: ContainerImage,
    reads: Sequence[DataBucket],
    writes: DataBucket,
    code: Sequence[tuple[str, str]] = (),
) -> iam.Role:
    """The role `Role` of jobs, which read `reads` and `code`, by bucket and key, and write to one of them."""
    stack = Stack.of(scope)
    arns = [one.bucket.bucket_arn for one in reads]
    statements = [image.statement, *job_statements(stack, code=code, buckets=arns, key=endpoint.key.key.key_arn)]
    role = iam.Role(
        scope,
        "Role",
        assumed_by=sourced_principal(
            "sagemaker.amazonaws.com",
            account=stack.account,
            source=f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:*",
        ),
        description=description,
        managed_policies=[endpoint.network.containers],
        inline_policies={"Job": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})},
    )
    for bucket in reads:
        bucket.grant_read_objects_to_service(role)
    writes.grant_write_objects_to_service(role)
    return role


def job_place(
    endpoint: PrivateSageMakerEndpoint,
    *,
    role: iam.IRole,
    groups: Sequence[ec2.ISecurityGroup],
    instance_type: str,
    isolated: bool = True,
) -> dict[str, Any]:
    """Where and as what a job of Model Monitor runs, as every job definition takes it."""
    return {
        "role_arn": role.role_arn,
        "network_config": {
            "enableInterContainerTrafficEncryption": True,
            "enableNetworkIsolation": isolated,
            "vpcConfig": {
                "securityGroupIds": [one.security_group_id for one in groups],
                "subnets": endpoint.network.subnet_ids,
            },
        },
        "job_resources": {
            "clusterConfig": {
                "instanceCount": 1,
                "instanceType": instance_type,
                "volumeSizeInGb": 30,
                "volumeKmsKeyId": endpoint.key.key.key_arn,
            }
        },
        "stopping_condition": {"maxRuntimeInSeconds": LONGEST_JOB},
    }


def job_output(endpoint: PrivateSageMakerEndpoint, results: DataBucket, kind: str) -> dict[str, Any]:
    """Where a job of Model Monitor leaves what it found, under the endpoint's key."""
    place = {"localPath": OUTPUT, "s3Uri": f"s3://{results.bucket.bucket_name}/results/{kind}"}
    return {"kmsKeyId": endpoint.key.key.key_arn, "monitoringOutputs": [{"s3Output": place}]}
