"""A second way to the models is used at night, and neither the invocation log nor the guardrail has seen it.

EventBridge is not told of such calls: they are data events, which the trail's log group alone has in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import counted_and_told
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_7, NIST_SI_4
from secure_ai_constructs.trails import records
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ITS_EVENTS = "AWS::BedrockMantle::Project"
_ITS_CALLS = r'eventSource\s*=\s*"?bedrock-mantle\.amazonaws\.com'


def holds(trail: Resource) -> Truth:
    group = trail["CloudWatchLogsLogGroupArn"].target
    if group is None:
        return UNKNOWN
    told = group.referrers("AWS::Logs::MetricFilter", "LogGroupName").any(
        lambda one: one["FilterPattern"].matches(_ITS_CALLS) & counted_and_told(one)
    )
    return told & records(trail, trail, _ITS_EVENTS)


def when(trail: Resource) -> Truth:
    """A trail without a log group cannot be asked at all, which cloudtrail-protected finds."""
    return trail["CloudWatchLogsLogGroupArn"].is_set()


CONTROL = Control(
    id="bedrock-mantle-told",
    title="Calls by bedrock-mantle are recorded, and one raises an alarm",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    when=when,
    holds=holds,
    fix="Send the trail to a log group, and alarm on a metric filter for bedrock-mantle.amazonaws.com; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html",),
    baseline=("MIL-7",),
    satisfies=(NIST_CM_7, NIST_SI_4),
)
