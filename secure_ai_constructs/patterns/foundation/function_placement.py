"""What Lambda needs of a function's role to place it in subnets, and the function's own code does not get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_iam as iam

if TYPE_CHECKING:
    from aws_cdk import Stack

INTERFACE_ACTIONS = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
"""What Lambda does with a function's role to place it in subnets; it asks for them on all resources."""


def placing_functions(stack: Stack) -> iam.PolicyDocument:
    """One policy for all functions of a network.

    AWS source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """
    functions = f"arn:{stack.partition}:lambda:{stack.region}:{stack.account}:function:*"
    statements: list[dict[str, Any]] = [
        {"Sid": "PlaceFunction", "Effect": "Allow", "Action": list(INTERFACE_ACTIONS), "Resource": "*"},
        {
            "Sid": "NotByItsCode",
            "Effect": "Deny",
            "Action": [*INTERFACE_ACTIONS, "ec2:DetachNetworkInterface"],
            "Resource": "*",
            "Condition": {"ArnLike": {"lambda:SourceFunctionArn": functions}},
        },
    ]
    return iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
