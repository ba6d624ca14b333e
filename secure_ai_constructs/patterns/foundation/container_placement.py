"""What SageMaker needs of a role to run a container in the network, and the container's code does not get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_iam as iam

if TYPE_CHECKING:
    from aws_cdk import Stack

DESCRIBE_ACTIONS = tuple(
    f"ec2:Describe{one}"
    for one in ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "VpcEndpoints", "Vpcs")
)
INTERFACE_ACTIONS = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
)
METRICS = ("/aws/sagemaker/*", "AWS/SageMaker", "aws/sagemaker/*")


def placing_containers(stack: Stack, vpc_id: str) -> iam.PolicyDocument:
    """One policy for all containers of a network, on resources of which none has a name before it is made.

    A container in network isolation has no credentials of the role: SageMaker alone uses them. An interface is made in a
    subnet and with groups, of which the VPC is known; of itself it is not, so that it is allowed apart.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
    AWS source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    """
    vpc = f"arn:{stack.partition}:ec2:{stack.region}:{stack.account}:vpc/{vpc_id}"
    statements: list[dict[str, Any]] = [
        _anything("LookAtNetwork", [*DESCRIBE_ACTIONS, "ecr:GetAuthorizationToken"]),
        _anything("PlaceContainer", INTERFACE_ACTIONS, {"ArnEquals": {"ec2:Vpc": vpc}}),
        _anything("MakeInterface", [INTERFACE_ACTIONS[0]], {"Null": {"ec2:Vpc": "true"}}),
        _anything("Count", ["cloudwatch:PutMetricData"], {"StringLike": {"cloudwatch:namespace": list(METRICS)}}),
    ]
    return iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})


def _anything(sid: str, actions: Any, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {**statement, "Condition": condition} if condition else statement
