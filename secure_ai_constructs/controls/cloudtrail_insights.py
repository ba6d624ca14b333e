"""A thousand calls an hour where there were ten: in a trail that nobody reads line by line, it is only more lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM10
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(trail: Resource) -> Truth:
    return all_of(
        trail["InsightSelectors"].any(lambda one: one["InsightType"].equals(kind))  # noqa: B023 - all_of asks at once
        for kind in ("ApiCallRateInsight", "ApiErrorRateInsight")
    )


CONTROL = Control(
    id="cloudtrail-insights",
    title="Trails look for unusual rates of calls and of errors",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Set InsightSelectors to ApiCallRateInsight and ApiErrorRateInsight; AuditTrail does.",
    sources=(
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html",
    ),
    baseline=("CT-5",),
    satisfies=(
        NIST_SI_4,
        OWASP_LLM10,
    ),
)
