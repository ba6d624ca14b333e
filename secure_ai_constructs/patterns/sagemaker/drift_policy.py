"""What a job that watches a model may do, and the function that starts it, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import Stack


CLARIFY_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:DeleteEndpoint",
    "sagemaker:DeleteEndpointConfig",
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
)


def job_statements(
    stack: Stack, *, code: Sequence[tuple[str, str]] = (), buckets: Sequence[str], key: str
) -> list[dict[str, Any]]:
    """Reading what the library brings, `code` by bucket and key, and listing what is compared; objects are granted by their buckets.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """
    logs = f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group:/aws/sagemaker/ProcessingJobs"
    return [
        *(_read_code(code) if code else ()),
        {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": list(buckets)},
        {
            "Sid": "UseKey",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            "Resource": key,
        },
        {
            "Sid": "LendKey",
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": key,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
        {
            "Sid": "Log",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": f"{logs}:*",
        },
    ]


def _read_code(code: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    objects, keys = [f"{bucket}/{key}" for bucket, key in code], [key for _, key in code]
    return [
        {"Sid": "ReadScript", "Effect": "Allow", "Action": "s3:GetObject", "Resource": _one_or_all(objects)},
        {
            "Sid": "FindScript",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": code[0][0],
            "Condition": {"StringEquals": {"s3:prefix": _one_or_all(keys)}},
        },
    ]


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def clarify_statements(arn: str, *, model: str, endpoints: str, way: str) -> list[dict[str, Any]]:
    """Making an endpoint of one model, asking it through the network, and deleting it; `arn` is what ARNs begin with.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-vpc.html
    """
    made = [f"{arn}:{kind}/{endpoints}*" for kind in ("endpoint", "endpoint-config")]
    return [
        {
            "Sid": "LookAtModel",
            "Effect": "Allow",
            "Action": "sagemaker:DescribeModel",
            "Resource": f"{arn}:model/{model}",
        },
        {"Sid": "MakeEndpoint", "Effect": "Allow", "Action": list(CLARIFY_ACTIONS), "Resource": made},
        {"Sid": "Ask", "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": made[0]},
        {
            "Sid": "OnlyThroughTheNetwork",
            "Effect": "Deny",
            "Action": "sagemaker:InvokeEndpoint*",
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:SourceVpce": way}},
        },
    ]


def watching_statements(
    *, jobs: str, role: str, buckets: Sequence[str], key: str, queue: str, inside: dict[str, Any]
) -> list[dict[str, Any]]:
    """Starting jobs of one name, `inside` the network, with one role, under one key; reading what they found."""
    return [
        {
            "Sid": "StartJobs",
            "Effect": "Allow",
            "Action": "sagemaker:CreateProcessingJob",
            "Resource": jobs,
            "Condition": inside,
        },
        {
            "Sid": "PassRole",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": role,
            "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        },
        {
            "Sid": "LendKey",
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": key,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
        {"Sid": "ReadResults", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": key},
        {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": list(buckets)},
        {
            "Sid": "TakeEvents",
            "Effect": "Allow",
            "Action": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            "Resource": queue,
        },
    ]
