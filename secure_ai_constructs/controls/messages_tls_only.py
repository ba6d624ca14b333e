"""A client that talks plain HTTP shows every alert and event to whoever is on its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_8
from secure_ai_constructs.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = {"AWS::SNS::Topic": ("sns:Publish",), "AWS::SQS::Queue": ("sqs:ReceiveMessage", "sqs:SendMessage")}
_POLICIES = {
    "AWS::SNS::Topic": (("AWS::SNS::TopicPolicy", "Topics"), ("AWS::SNS::TopicInlinePolicy", "TopicArn")),
    "AWS::SQS::Queue": (("AWS::SQS::QueuePolicy", "Queues"), ("AWS::SQS::QueueInlinePolicy", "Queue")),
}


def holds(channel: Resource) -> Truth:
    return any_of(
        channel.referrers(*one).any(lambda policy: _is_tls_only(policy, channel)) for one in _POLICIES[channel.type]
    )


def _is_tls_only(policy: Resource, channel: Resource) -> Truth:
    document = statements(policy["PolicyDocument"])
    return all_of(document.any(lambda one: _refuses(one, action, channel)) for action in _ACTIONS[channel.type])  # noqa: B023 - all_of asks at once


def _refuses(statement: Statement, action: str, channel: Resource) -> Truth:
    return (
        statement.denies()
        & statement.to_anyone()
        & statement.covers(action)
        & statement.value["Resource"].any(lambda arn: arn.equals("*") | arn.refers_to(channel))
        & statement.applies_when("Bool(IfExists)?", "aws:SecureTransport", lambda one: one.equals("false"))
    )


CONTROL = Control(
    id="messages-tls-only",
    title="Topics and queues refuse requests without TLS",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic", "AWS::SQS::Queue"),
    holds=holds,
    fix="Deny publishing, sending and receiving to everyone when aws:SecureTransport is false; in CDK, enforce_ssl=True.",
    sources=(
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    ),
    baseline=("TLS-1",),
    satisfies=(NIST_SC_8,),
)
