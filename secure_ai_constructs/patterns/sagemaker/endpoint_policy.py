"""What hosts a model may do, and what its callers may, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_cdk import Stack

INVOKE_ACTIONS = ("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream")


def hosting_statements(stack: Stack, *, key_arn: str, log_group_arn: str) -> list[dict[str, Any]]:
    """Writing what was captured under a key, and the log of the containers.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
    """
    return [
        {
            "Sid": "LockCapture",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": key_arn,
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{stack.region}.amazonaws.com"}},
        },
        {
            "Sid": "Log",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": log_group_arn,
        },
    ]


def invoke_statements(endpoint_arn: str, way: str) -> list[dict[str, Any]]:
    """Asking one endpoint through one VPC endpoint, and by no other way even when somebody grants one."""
    actions = list(INVOKE_ACTIONS)
    return [
        {"Sid": "AskModel", "Effect": "Allow", "Action": actions, "Resource": endpoint_arn},
        {
            "Sid": "OnlyThroughTheNetwork",
            "Effect": "Deny",
            "Action": "sagemaker:InvokeEndpoint*",
            "Resource": endpoint_arn,
            "Condition": {"StringNotEquals": {"aws:SourceVpce": way}},
        },
    ]
