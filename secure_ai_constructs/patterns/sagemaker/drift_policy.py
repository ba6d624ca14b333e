"""What a job that watches a model may do, and the function that starts it, in IAM's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import Stack


def job_statements(
    stack: Stack, *, code: tuple[str, str] | None = None, buckets: Sequence[str], key: str
) -> list[dict[str, Any]]:
    """Reading the script, `code` by bucket and key, and listing what is compared; objects are granted by their buckets.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """
    logs = f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group:/aws/sagemaker/ProcessingJobs"
    return [
        *(_read_script(*code) if code else ()),
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


def _read_script(bucket: str, key: str) -> list[dict[str, Any]]:
    return [
        {"Sid": "ReadScript", "Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{bucket}/{key}"},
        {
            "Sid": "FindScript",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": bucket,
            "Condition": {"StringEquals": {"s3:prefix": key}},
        },
    ]


def watching_statements(*, jobs: str, role: str, buckets: Sequence[str], key: str, queue: str) -> list[dict[str, Any]]:
    """Starting jobs of one name, with one role, under one key; reading what they found."""
    return [
        {"Sid": "StartJobs", "Effect": "Allow", "Action": "sagemaker:CreateProcessingJob", "Resource": jobs},
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
