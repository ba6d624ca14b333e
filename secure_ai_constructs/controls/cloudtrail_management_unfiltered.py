"""A trail that leaves out reads, or one service, leaves out just the calls that somebody made by stolen credentials.

Model invocations are management events: they are recorded where these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12, OWASP_LLM10

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(trail: Resource) -> Truth:
    """By an advanced selector, or by a basic one that names no exception."""
    return trail["AdvancedEventSelectors"].any(_is_of_all) | trail["EventSelectors"].any(
        lambda one: (
            ~one["IncludeManagementEvents"].equals(False)
            & ~one["ReadWriteType"].one_of("ReadOnly", "WriteOnly")
            & ~one["ExcludeManagementEventSources"].is_set()
        )
    )


def _is_of_all(selector: Value) -> Truth:
    fields = selector["FieldSelectors"]
    return fields.any(lambda one: one["Equals"].any(lambda value: value.equals("Management"))) & fields.all(
        lambda one: one["Field"].equals("eventCategory")
    )


def when(trail: Resource) -> Truth:
    """A trail without selectors records them all."""
    return trail["AdvancedEventSelectors"].is_set() | trail["EventSelectors"].is_set()


CONTROL = Control(
    id="cloudtrail-management-unfiltered",
    title="Trails record all management events",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::CloudTrail::Trail",),
    when=when,
    holds=holds,
    fix="Add an advanced event selector whose one field is eventCategory with Management; AuditTrail does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html",),
    baseline=("CT-2",),
    satisfies=(
        NIST_AU_12,
        OWASP_LLM10,
    ),
)
