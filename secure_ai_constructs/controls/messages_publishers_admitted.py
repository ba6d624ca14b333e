"""An alarm rings into nothing: CloudWatch may not encrypt under the topic's key, and drops the message without a word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access import PUBLISHERS, SOURCE_KEYS, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
_WITHOUT_SOURCE = ("events.amazonaws.com", "AWS::SNS::Topic")
_CONTEXTS = {
    "AWS::SNS::Topic": "kms:EncryptionContext:aws:sns:topicArn",
    "AWS::SQS::Queue": "kms:EncryptionContext:aws:sqs:arn",
}


def holds(channel: Resource) -> Truth:
    if (key := _key_of(channel)) is None or key.type != "AWS::KMS::Key":
        return UNKNOWN
    return all_of(
        implied(channel.referrers(*named).exist(), partial(_lets_in, key, service, channel.type))
        for named, service in PUBLISHERS.items()
    )


def _key_of(channel: Resource) -> Resource | None:
    named = channel["KmsMasterKeyId"].target
    return named["TargetKeyId"].target if named and named.type == "AWS::KMS::Alias" else named


def _lets_in(key: Resource, service: str, channel: str) -> Truth:
    return all_of(statements(key["KeyPolicy"]).any(partial(_admits, service, channel, one)) for one in _ACTIONS)


def _admits(service: str, channel: str, action: str, statement: Statement) -> Truth:
    about = statement.allows() & statement.covers(action) & statement.to_service(lambda one: one.equals(service))
    return about & _is_met(statement, service, channel)


def _is_met(statement: Statement, service: str, channel: str) -> Truth:
    """Its condition: EventBridge says not for whom it writes to a topic, and of others a template does not tell."""
    condition, context = statement.value["Condition"], _CONTEXTS[channel]
    keys = {name for operator in condition.keys for name in condition[operator].keys}
    sources = {one for one in keys if one.lower().startswith(SOURCE_KEYS)}
    if {*_CONTEXTS.values()} & keys - {context} or (sources and (service, channel) == _WITHOUT_SOURCE):
        return FALSE
    return TRUE if condition.is_known and keys <= {*sources, context} else UNKNOWN


def when(channel: Resource) -> Truth:
    """A key of another app has a policy that nobody sees here, and one without any is told of as such."""
    key, named = channel["KmsMasterKeyId"], _key_of(channel)
    is_here = named["KeyPolicy"].is_set() if named else ~key.matches("^(arn:|alias/)")
    return key.is_set() & is_here & any_of(channel.referrers(*one).exist() for one in PUBLISHERS)


CONTROL = Control(
    id="messages-publishers-admitted",
    title="Keys of topics and queues let in the alarms, budgets and rules that write to them",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic", "AWS::SQS::Queue"),
    when=when,
    holds=holds,
    fix="Allow cloudwatch, budgets and events.amazonaws.com kms:Decrypt and kms:GenerateDataKey* in the key's policy, "
    "EventBridge for topics by kms:EncryptionContext:aws:sns:topicArn and not by aws:SourceAccount; KeyPurpose.ALERTS does.",
    sources=("https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",),
    baseline=("KMS-11",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
