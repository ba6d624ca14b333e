"""One rule that archives findings before anybody reads them hides the bucket that was shared, and the analyzer stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(analyzer: Resource) -> Truth:
    return told_of_calls(analyzer, "access-analyzer", "CreateArchiveRule", "DeleteAnalyzer")


CONTROL = Control(
    id="access-analyzer-changes-told",
    title="An analyzer that goes, or is told to look away, raises an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::AccessAnalyzer::Analyzer",),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on CreateArchiveRule and DeleteAnalyzer; AccessAnalysis does.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/logging-using-cloudtrail.html",),
    baseline=("CT-7",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
