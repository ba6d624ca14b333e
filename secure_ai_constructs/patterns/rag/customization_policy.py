"""What a fine-tuning job and its starter may do, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_iam as iam

if TYPE_CHECKING:
    from collections.abc import Sequence

_DESCRIBE_ACTIONS = tuple(
    f"ec2:Describe{one}" for one in ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")
)
_TRACE_ACTIONS = (
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)
_DELIVERY_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)


def interface_statements(place: str, jobs: str, subnet_ids: Sequence[str], group_id: str) -> list[dict[str, Any]]:
    """Network interfaces of jobs in these subnets; `place` begins an ARN of EC2 in the account and Region.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-model-customization.html
    """
    subnets = [f"{place}:subnet/{one}" for one in subnet_ids]
    interface, tag = f"{place}:network-interface/*", "BedrockModelCustomizationJobArn"
    return [
        allow("LookAtNetwork", list(_DESCRIBE_ACTIONS), "*"),
        allow(
            "CreateInterface",
            "ec2:CreateNetworkInterface",
            interface,
            {
                "StringEquals": {"aws:RequestTag/BedrockManaged": "true"},
                "ArnLike": {f"aws:RequestTag/{tag}": jobs},
            },
        ),
        allow("PlaceInterface", "ec2:CreateNetworkInterface", [*subnets, f"{place}:security-group/{group_id}"]),
        allow(
            "ManageInterface",
            [
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ],
            "*",
            {"ArnEquals": {"ec2:Subnet": subnets}, "ArnLike": {f"ec2:ResourceTag/{tag}": jobs}},
        ),
        allow(
            "TagInterface",
            "ec2:CreateTags",
            interface,
            {
                "StringEquals": {"ec2:CreateAction": "CreateNetworkInterface"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["BedrockManaged", tag]},
                "Null": {"aws:TagKeys": "false"},
            },
        ),
    ]


def starting_statements(base_model: str, custom_models: str, jobs: str) -> list[dict[str, Any]]:
    """Starting jobs from one base model, following them, and saying what happened.

    AWS source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html
    """
    return [
        allow("StartJob", "bedrock:CreateModelCustomizationJob", [base_model, custom_models, jobs]),
        allow("FollowJob", ["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"], jobs),
        # Tracing has no resource level, nor has log delivery to a group of the customer's.
        allow("Trace", list(_TRACE_ACTIONS), "*"),
        allow("DeliverLogs", list(_DELIVERY_ACTIONS), "*"),
    ]


def allow(
    sid: str, action: str | list[str], resource: str | list[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A statement that allows."""
    statement = {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def document(statements: list[dict[str, Any]]) -> iam.PolicyDocument:
    """A policy document of these statements."""
    return iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
