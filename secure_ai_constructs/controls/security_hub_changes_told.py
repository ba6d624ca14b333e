"""A standard that is turned off reports no failures, and the page of results is greener than ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(standard: Resource) -> Truth:
    return told_of_calls(standard, "securityhub", "BatchDisableStandards", "DisableSecurityHub")


CONTROL = Control(
    id="security-hub-changes-told",
    title="Standards that are turned off raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=(
        "AWS::SecurityHub::Hub",
        "AWS::SecurityHub::Standard",
    ),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on BatchDisableStandards and DisableSecurityHub; SecurityPosture does.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ct.html",),
    baseline=("CT-7",),
    satisfies=(NIST_AU_5, NIST_SI_4),
)
