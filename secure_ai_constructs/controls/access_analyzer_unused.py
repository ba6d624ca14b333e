"""Rights that nobody uses are used by whoever steals the role, and nobody misses them when they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_TYPES = ("ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS")


def holds(analyzer: Resource) -> Truth:
    return analyzer.peers(analyzer.type).any(
        lambda one: one["Type"].one_of(*_TYPES) & one["AnalyzerConfiguration.UnusedAccessConfiguration"].is_set()
    )


def when(analyzer: Resource) -> Truth:
    """The account may have one that no template makes, or somebody has said who looks instead."""
    return ~analyzer.is_left_out("unused-access")


CONTROL = Control(
    id="access-analyzer-unused",
    title="Access Analyzer looks for rights that nobody uses",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::AccessAnalyzer::Analyzer",),
    when=when,
    holds=holds,
    once_per_account=True,
    fix="Add an analyzer of ACCOUNT_UNUSED_ACCESS; AccessAnalysis does.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",),
    baseline=(
        "IAM-13",
        "RM-3",
    ),
    satisfies=(NIST_AC_6,),
)
