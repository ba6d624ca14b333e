"""A caller who finds the way around the guardrail is as quiet as everybody else: the model answers, and nothing is blocked.

Two metrics side by side tell: calls of the model, and none of the guardrail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import acts, counts
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM01

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(profile: Resource) -> Truth:
    return profile.referrers("AWS::CloudWatch::Alarm", "Metrics").any(lambda alarm: _compares(alarm, profile))


def _compares(alarm: Resource, profile: Resource) -> Truth:
    metrics = alarm["Metrics"]
    return (
        metrics.any(lambda one: counts(one["MetricStat"]["Metric"], profile, "AWS/Bedrock", "Invocations"))
        & metrics.any(lambda one: _is_of_guardrails(one["MetricStat"]["Metric"]))
        & acts(alarm)
    )


def _is_of_guardrails(metric: Value) -> Truth:
    return metric["MetricName"].equals("Invocations") & metric["Namespace"].equals("AWS/Bedrock/Guardrails")


CONTROL = Control(
    id="bedrock-bypass-alarmed",
    title="Calls of a model that the guardrail did not see raise an alarm",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::ApplicationInferenceProfile",),
    holds=holds,
    fix="Alarm on Invocations of AWS/Bedrock while those of AWS/Bedrock/Guardrails are none; add_query_function does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html",),
    baseline=("GR-8", "MM-7"),
    satisfies=(NIST_SI_4, OWASP_LLM01),
)
