"""A trail that leaves out reads, or one service, leaves out just the calls that somebody made by stolen credentials.

Model invocations are management events: they are recorded where these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12, OWASP_LLM10

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(trail: Resource) -> Truth:
    return trail["AdvancedEventSelectors"].any(
        lambda selector: (
            selector["FieldSelectors"].any(lambda one: one["Equals"].any(lambda value: value.equals("Management")))
            & selector["FieldSelectors"].all(lambda one: one["Field"].equals("eventCategory"))
        )
    )


CONTROL = Control(
    id="cloudtrail-management-unfiltered",
    title="Trails record all management events",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Add an advanced event selector whose one field is eventCategory with Management; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html",),
    baseline=("CT-2",),
    satisfies=(
        NIST_AU_12,
        OWASP_LLM10,
    ),
)
