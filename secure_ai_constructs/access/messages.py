"""Who sends to topics and queues, and what a topic's policies say of it.

AWS source: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from secure_ai_constructs.access.policy import Statement, statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

ALARMS = {
    **{
        (f"AWS::CloudWatch::{kind}", f"{state}Actions"): "cloudwatch.amazonaws.com"
        for kind, state in product(("Alarm", "CompositeAlarm"), ("Alarm", "InsufficientData", "OK"))
    },
    ("AWS::Budgets::Budget", "NotificationsWithSubscribers"): "budgets.amazonaws.com",
}
"""What tells a topic of numbers, by type and property, and as which service."""
PUBLISHERS = {**ALARMS, ("AWS::Events::Rule", "Targets"): "events.amazonaws.com"}
SOURCE_KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorg")
"""Beginnings of the condition keys, in lower case, by which a service says for whom it sends."""
TOPIC_POLICIES = (("AWS::SNS::TopicInlinePolicy", "TopicArn"), ("AWS::SNS::TopicPolicy", "Topics"))


def topic_says(topic: Resource, claim: Callable[[Statement], Truth]) -> Truth:
    """The claim holds of a statement of a policy that the topic was given."""
    return topic.assembly.any_of(
        TOPIC_POLICIES,
        lambda named: topic.referrers(*named).any(lambda one: statements(one["PolicyDocument"]).any(claim)),
    )
