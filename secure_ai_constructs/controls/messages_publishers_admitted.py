"""An alarm rings into nothing: CloudWatch may not encrypt under the topic's key, and drops the message without a word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4
from secure_ai_constructs.truth import TRUE, UNKNOWN, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_PUBLISHERS = {
    "cloudwatch.amazonaws.com": ("AWS::CloudWatch::Alarm", "AlarmActions"),
    "events.amazonaws.com": ("AWS::Events::Rule", "Targets"),
}
_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


def holds(channel: Resource) -> Truth:
    key = channel["KmsMasterKeyId"].target
    if key is None or key.type != "AWS::KMS::Key":
        return UNKNOWN
    return all_of(
        implied(channel.referrers(*named).exist(), partial(_lets_in, key, service))
        for service, named in _PUBLISHERS.items()
    )


def _lets_in(key: Resource, service: str) -> Truth:
    allowed = statements(key["KeyPolicy"])
    return all_of(allowed.any(partial(_admits, service=service, action=one)) for one in _ACTIONS)


def _admits(statement: Statement, *, service: str, action: str) -> Truth:
    return statement.allows() & statement.covers(action) & statement.to_service(lambda one: one.equals(service))


def when(channel: Resource) -> Truth:
    """A key of another app has a policy that nobody sees here, and one without any is told of as such."""
    key, written = channel["KmsMasterKeyId"], any_of(channel.referrers(*one).exist() for one in _PUBLISHERS.values())
    has_policy = key.target["KeyPolicy"].is_set() if key.target else TRUE
    return key.is_set() & (key.names_a("AWS::KMS::Key") | ~key.matches("^(arn:|alias/)")) & has_policy & written


CONTROL = Control(
    id="messages-publishers-admitted",
    title="Keys of topics and queues let in the alarms and rules that write to them",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic", "AWS::SQS::Queue"),
    when=when,
    holds=holds,
    fix="Allow cloudwatch.amazonaws.com and events.amazonaws.com kms:Decrypt and kms:GenerateDataKey* in the key's policy; "
    "KeyPurpose.ALERTS does.",
    sources=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ),
    baseline=("KMS-11",),
    satisfies=(
        NIST_AU_5,
        NIST_SI_4,
    ),
)
