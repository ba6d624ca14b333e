"""A stolen session or a loop asks the model all night, and the bill is the first to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import acts
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10
from secure_ai_constructs.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_TOKENS = ("InputTokenCount", "OutputTokenCount")


def holds(profile: Resource) -> Truth:
    return all_of(
        any_of(
            profile.referrers("AWS::CloudWatch::Alarm", path).any(
                lambda alarm: acts(alarm) & _watches(alarm, tokens, profile)  # noqa: B023 - any_of asks at once
            )
            for path in ("Metrics", "Dimensions")
        )
        for tokens in _TOKENS
    )


def _watches(alarm: Resource, tokens: str, profile: Resource) -> Truth:
    """The metric stands in the alarm itself, or among those of an expression."""
    return _counts(alarm.properties, tokens, profile) | alarm["Metrics"].any(
        lambda one: _counts(one["MetricStat"]["Metric"], tokens, profile)
    )


def _counts(metric: Value, tokens: str, profile: Resource) -> Truth:
    return (
        metric["Namespace"].equals("AWS/Bedrock")
        & metric["MetricName"].equals(tokens)
        & metric["Dimensions"].any(lambda one: one["Value"].refers_to(profile))
    )


CONTROL = Control(
    id="bedrock-consumption-alarmed",
    title="The tokens of each inference profile raise an alarm",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::ApplicationInferenceProfile",),
    holds=holds,
    fix="Alarm on InputTokenCount and OutputTokenCount of AWS/Bedrock with the profile's id; add_query_function does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html",),
    baseline=("DID-2", "IAM-15"),
    satisfies=(NIST_SI_4, OWASP_LLM10),
)
