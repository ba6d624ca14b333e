"""Every finding is matched, and none arrives: EventBridge tells a topic of no condition, so that one with a source lets nothing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, topic_says
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(topic: Resource) -> Truth:
    """The policy that SNS gives a topic lets in the account, and not its rules."""
    return topic_says(topic, _admits)


def _admits(statement: Statement) -> Truth:
    named = statement.to_service(lambda service: service.equals("events.amazonaws.com")) | statement.to_anyone()
    return statement.allows() & statement.covers("sns:Publish") & named & statement.is_unconditional()


def when(topic: Resource) -> Truth:
    """A target with a role publishes as that role."""
    return topic.referrers("AWS::Events::Rule", "Targets").any(
        lambda rule: rule["Targets"].any(lambda one: one["Arn"].refers_to(topic) & ~one["RoleArn"].is_set())
    )


CONTROL = Control(
    id="messages-rules-admitted",
    title="Topics let in the rules that send to them, under no condition",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic",),
    when=when,
    holds=holds,
    fix="Allow events.amazonaws.com sns:Publish in the topic's policy without a Condition; AlertTopic does.",
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",),
    baseline=("KMS-11",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
