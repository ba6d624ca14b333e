"""An alert that its target did not take is lost after a day of attempts, and nobody knows that there was one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(rule: Resource) -> Truth:
    return rule["Targets"].all(lambda target: target["DeadLetterConfig"]["Arn"].is_set())


def when(rule: Resource) -> Truth:
    return rule["Targets"].is_set()


CONTROL = Control(
    id="event-rule-undelivered-kept",
    title="What the target of an event rule does not take waits in a queue",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Events::Rule",),
    when=when,
    holds=holds,
    fix="Give each target a DeadLetterConfig with a queue; Operations.tell_of does.",
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",),
    baseline=("CT-7", "GD-3", "INS-5"),
    satisfies=(NIST_AU_5,),
)
