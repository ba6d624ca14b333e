"""The log group that Lambda makes by itself is kept for ever, under a key that the customer does not control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_AU_11
from secure_ai_constructs.truth import FALSE, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_LOG_GROUP = "AWS::Logs::LogGroup"


def holds(function: Resource) -> Truth:
    """Either it names the group, or a group has the name that Lambda would give it."""
    group = function["LoggingConfig.LogGroup"]
    named = group.names_a(_LOG_GROUP) | truth(group.target is not None and group.target.type == _LOG_GROUP)
    if (unnamed := ~group.is_set()) is FALSE:
        return named
    default = function.referrers(_LOG_GROUP, "LogGroupName").any(_is_default)
    return named | (unnamed & (default | _is_spelled(function)))


def _is_spelled(function: Resource) -> Truth:
    """The template spells both names."""
    expected = function["FunctionName"].after("/aws/lambda/")
    return function.peers(_LOG_GROUP).any(lambda group: group["LogGroupName"].same_as(expected))


def _is_default(group: Resource) -> Truth:
    return group["LogGroupName"].matches(r"^/aws/lambda/[^/]+$")


CONTROL = Control(
    id="lambda-own-log-group",
    title="Lambda functions write to a log group that the template declares",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Function",),
    holds=holds,
    fix="Declare an AWS::Logs::LogGroup with key and retention, and name it in LoggingConfig.LogGroup.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",),
    baseline=("IAM-12", "KMS-9"),
    satisfies=(NIST_AU_11, NIST_AU_9),
)
