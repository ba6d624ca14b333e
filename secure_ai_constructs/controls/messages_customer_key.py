"""Alerts and events that wait in a queue name documents and people, to everyone who may read it.

Under the key that AWS manages, alarms and rules cannot publish at all: their messages are dropped, silently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(channel: Resource) -> Truth:
    return is_customer_key(channel["KmsMasterKeyId"])


CONTROL = Control(
    id="messages-customer-key",
    title="Topics and queues encrypt with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic", "AWS::SQS::Queue"),
    holds=holds,
    fix="Set KmsMasterKeyId to a key whose policy lets cloudwatch.amazonaws.com and events.amazonaws.com use it; AlertTopic does.",
    sources=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ),
    baseline=("KMS-11",),
    satisfies=(NIST_SC_28,),
)
