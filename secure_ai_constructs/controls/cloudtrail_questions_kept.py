"""The night of the incident is spent on learning the columns of the trail, while the attacker is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_6
from secure_ai_constructs.truth import Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_QUERIES = ("AWS::Athena::NamedQuery", "AWS::Logs::QueryDefinition")
_WHO = r"(?i)useridentity"


def holds(trail: Resource) -> Truth:
    return any_of(
        trail.peers(kind).any(lambda query: query.in_region_of(trail) & query["QueryString"].matches(_WHO))
        for kind in _QUERIES
    )


CONTROL = Control(
    id="cloudtrail-questions-kept",
    title="Who accessed what, and when, is a saved query of the trail",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Save queries of the trail in Athena or Logs Insights; AuditedAccount does.",
    sources=("https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html",),
    baseline=("CT-8",),
    satisfies=(NIST_AU_6,),
)
