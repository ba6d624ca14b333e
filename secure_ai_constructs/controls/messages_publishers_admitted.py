"""An alarm rings into nothing: CloudWatch may not encrypt under the topic's key, and drops the message without a word."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_PUBLISHERS = {
    ("AWS::CloudWatch::Alarm", "AlarmActions"): "cloudwatch.amazonaws.com",
    ("AWS::CloudWatch::CompositeAlarm", "AlarmActions"): "cloudwatch.amazonaws.com",
    ("AWS::Events::Rule", "Targets"): "events.amazonaws.com",
}
_SOURCES = r"aws:Source(Account|Arn|OrgID|OrgPaths)"
_CONTEXTS = {
    "AWS::SNS::Topic": "kms:EncryptionContext:aws:sns:topicArn",
    "AWS::SQS::Queue": "kms:EncryptionContext:aws:sqs:arn",
}
_WITHOUT_SOURCE = ("events.amazonaws.com", "AWS::SNS::Topic")
_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


def holds(channel: Resource) -> Truth:
    key = channel["KmsMasterKeyId"].target
    if key is None or key.type != "AWS::KMS::Key":
        return UNKNOWN
    return all_of(
        implied(channel.referrers(*named).exist(), partial(_lets_in, key, service, channel.type))
        for named, service in _PUBLISHERS.items()
    )


def _lets_in(key: Resource, service: str, channel: str) -> Truth:
    allowed = statements(key["KeyPolicy"])
    return all_of(
        allowed.any(lambda one: _admits(one, service, action) & _is_met(one, service, channel))  # noqa: B023 - asked at once
        for action in _ACTIONS
    )


def _admits(statement: Statement, service: str, action: str) -> Truth:
    return statement.allows() & statement.covers(action) & statement.to_service(lambda one: one.equals(service))


def _is_met(statement: Statement, service: str, channel: str) -> Truth:
    """Its condition: EventBridge says not for whom it writes to a topic, and of others a template does not tell."""
    condition, context = statement.value["Condition"], _CONTEXTS[channel]
    keys = [name for operator in condition.keys for name in condition[operator].keys]
    sources = [one for one in keys if re.fullmatch(_SOURCES, one, re.IGNORECASE)]
    if {*_CONTEXTS.values()} & {*keys} - {context} or (sources and (service, channel) == _WITHOUT_SOURCE):
        return FALSE
    return TRUE if condition.is_known and {*keys} <= {*sources, context} else UNKNOWN


def when(channel: Resource) -> Truth:
    """A key of another app has a policy that nobody sees here, and one without any is told of as such."""
    key, written = channel["KmsMasterKeyId"], any_of(channel.referrers(*one).exist() for one in _PUBLISHERS)
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
    fix="Allow cloudwatch.amazonaws.com and events.amazonaws.com kms:Decrypt and kms:GenerateDataKey* in the key's policy, "
    "EventBridge for topics by kms:EncryptionContext:aws:sns:topicArn and not by aws:SourceAccount; KeyPurpose.ALERTS does.",
    sources=("https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",),
    baseline=("KMS-11",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
