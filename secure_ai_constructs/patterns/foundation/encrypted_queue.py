"""A queue under a key, reached over TLS alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct


def encrypted_queue(
    scope: Construct,
    id: str,
    *,
    key: kms.IKey,
    visibility: Duration | None = None,
    dead_letters: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    """The queue `id` of a scope, which keeps messages for 14 days, as long as SQS does.

    AWS source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
    """
    return sqs.Queue(
        scope,
        id,
        encryption=sqs.QueueEncryption.KMS,
        encryption_master_key=key,
        enforce_ssl=True,
        retention_period=Duration.days(14),
        visibility_timeout=visibility,
        dead_letter_queue=dead_letters,
    )
