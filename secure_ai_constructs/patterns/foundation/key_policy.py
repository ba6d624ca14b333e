"""What a key's policy says, in IAM's own words: who keeps control, and which services may use it for what."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from aws_cdk import Stack


class KeyPurpose(Enum):
    """What a key encrypts; each purpose adds the key-policy statement that its service needs."""

    DATA = "data"
    """Documents and transient copies: their readers need `kms:Decrypt` by IAM, no service does."""
    VECTORS = "vectors"
    """S3 Vectors indexes, which are built asynchronously by a service principal."""
    PROMPTS = "prompts"
    """Instructions in Bedrock's prompt management."""
    LOGS = "logs"
    """CloudWatch log groups of the same account and Region."""
    TRAIL = "trail"
    """CloudTrail's log files of the same account."""
    ALERTS = "alerts"
    """Topics and queues that alarms and EventBridge rules of the same account write to."""
    INVOCATIONS = "invocations"
    """What Bedrock logs of the account's model invocations."""
    CONFIGURATION = "configuration"
    """What Config delivers of the account's resources."""
    FINDINGS = "findings"
    """What the account's GuardDuty detectors export."""


def key_policy(stack: Stack, purposes: Collection[KeyPurpose]) -> dict[str, Any]:
    """The key policy in IAM's own words: one crossing to Node, and what an auditor will read."""
    account, region, partition = stack.account, stack.region, stack.partition
    statements = [
        {
            "Sid": "AccountKeepsControl",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "NoFastDeletion",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "kms:ScheduleKeyDeletion",
            "Resource": "*",
            "Condition": {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}},
        },
    ]
    statements.append(
        {
            "Sid": "GrantsThroughServicesAlone",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "kms:CreateGrant",
            "Resource": "*",
            # Whether grants that Bedrock makes count as an AWS resource's is not documented: they come through it. Those
            # that it makes later, by a grant and as itself, say neither; a service is of no account.
            "Condition": {
                "BoolIfExists": {"kms:GrantIsForAWSResource": "false"},
                "Null": {"aws:PrincipalAccount": "false", "kms:ViaService": "true"},
            },
        }
    )
    if KeyPurpose.VECTORS in purposes:
        statements.append(_vector_indexing(f"arn:{partition}:s3vectors:{region}:{account}:bucket/*", account))
    if KeyPurpose.PROMPTS in purposes:
        statements.append(_prompts(f"arn:{partition}:bedrock:{region}:{account}:prompt/*"))
    if KeyPurpose.LOGS in purposes:
        statements += _log_groups(f"arn:{partition}:logs:{region}:{account}", region)
    if KeyPurpose.TRAIL in purposes:
        statements += _trails(f"arn:{partition}:cloudtrail:{region}:{account}:trail/*")
    if KeyPurpose.ALERTS in purposes:
        statements += _alerts(account, f"arn:{partition}:sns:{region}:{account}:*")
    if KeyPurpose.INVOCATIONS in purposes:
        statements.append(_delivery("Invocations", "bedrock", account, f"arn:{partition}:bedrock:{region}:{account}:*"))
    if KeyPurpose.CONFIGURATION in purposes:
        statements.append(_delivery("Configuration", "config", account))
    if KeyPurpose.FINDINGS in purposes:
        detectors = f"arn:{partition}:guardduty:{region}:{account}:detector/*"
        statements.append(_delivery("Findings", "guardduty", account, detectors))
    return {"Version": "2012-10-17", "Statement": statements}


def _delivery(sid: str, service: str, account: str, source: str | None = None) -> dict[str, Any]:
    """A service that writes under the key for this account.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
    AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
    """
    # Config checks that it can read what it wrote.
    actions = ["kms:Decrypt", "kms:GenerateDataKey"] if service == "config" else ["kms:GenerateDataKey"]
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": actions,
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:SourceArn": source}}
        if source
        else {"StringEquals": {"aws:SourceAccount": account}},
    }


def _vector_indexing(buckets: str, account: str) -> dict[str, Any]:
    """Without it, index creation succeeds and ingestion fails later.

    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html
    """
    context = {"kms:EncryptionContextKeys": ["aws:s3vectors:arn", "aws:s3vectors:resource-id"]}
    return {
        "Sid": "VectorIndexing",
        "Effect": "Allow",
        "Principal": {"Service": "indexing.s3vectors.amazonaws.com"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": buckets},
            "ForAnyValue:StringEquals": context,
        },
    }


def _prompts(prompts: str) -> dict[str, Any]:
    """AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-prompts.html."""
    return {
        "Sid": "Prompts",
        "Effect": "Allow",
        "Principal": {"Service": "bedrock.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:bedrock-prompts:arn": prompts}},
    }


def _log_groups(logs: str, region: str) -> list[dict[str, Any]]:
    """Log groups, and what services such as Step Functions hand over for delivery to them.

    AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    AWS source: https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    """
    return [
        {
            "Sid": "LogGroups",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{region}.amazonaws.com"},
            "Action": ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"{logs}:log-group:*"}},
        },
        {
            "Sid": "LogDelivery",
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:EncryptionContext:SourceArn": f"{logs}:*"}},
        },
    ]


def _trails(trails: str) -> list[dict[str, Any]]:
    """AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html."""
    trail = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Resource": "*"}
    source = {"ArnLike": {"aws:SourceArn": trails}}
    context = {"StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": trails}}
    return [
        # A bucket key takes Decrypt, too.
        {
            "Sid": "TrailEncrypts",
            **trail,
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Condition": {**source, **context},
        },
        {"Sid": "TrailDescribes", **trail, "Action": "kms:DescribeKey", "Condition": source},
    ]


def _alerts(account: str, topics: str) -> list[dict[str, Any]]:
    """EventBridge says not for which account it writes to a topic: of its topics, the encryption context tells.

    AWS source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    use = {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}
    return [
        {
            "Sid": "AlarmsAndEvents",
            **use,
            "Principal": {"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"]},
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        },
        {
            "Sid": "EventsToTopics",
            **use,
            "Principal": {"Service": "events.amazonaws.com"},
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": topics}},
        },
    ]
