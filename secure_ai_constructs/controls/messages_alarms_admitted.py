"""Every alarm rings, and none is heard: the topic's policy, which replaces SNS's own, lets CloudWatch not publish."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from secure_ai_constructs.access import ALARMS, SOURCE_KEYS, TOPIC_POLICIES, Statement, topic_says
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4
from secure_ai_constructs.truth import TRUE, UNKNOWN, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(topic: Resource) -> Truth:
    return all_of(
        implied(topic.referrers(*named).exist(), lambda: topic_says(topic, partial(_admits, service)))  # noqa: B023 - all_of asks at once
        for named, service in ALARMS.items()
    )


def _admits(service: str, statement: Statement) -> Truth:
    named = statement.to_service(lambda one: one.equals(service)) | statement.to_anyone()
    return statement.allows() & statement.covers("sns:Publish") & named & _is_met(statement)


def _is_met(statement: Statement) -> Truth:
    """Both services say for which account and resource they publish."""
    condition = statement.value["Condition"]
    keys = [name.lower() for operator in condition.keys for name in condition[operator].keys]
    return TRUE if condition.is_known and all(one.startswith(SOURCE_KEYS) for one in keys) else UNKNOWN


def when(topic: Resource) -> Truth:
    """SNS's own policy, which a topic has as long as nobody gives it another, lets in the account's alarms."""
    is_given = any_of(topic.referrers(*one).exist() for one in TOPIC_POLICIES)
    return is_given & any_of(topic.referrers(*one).exist() for one in ALARMS)


CONTROL = Control(
    id="messages-alarms-admitted",
    title="Topics let in the alarms and budgets that send to them",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SNS::Topic",),
    when=when,
    holds=holds,
    fix="Allow cloudwatch and budgets.amazonaws.com sns:Publish under aws:SourceAccount in the topic's policy; AlertTopic does.",
    sources=("https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",),
    baseline=("KMS-11",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
