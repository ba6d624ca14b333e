"""Personal data lies in a bucket where nobody expected it, and whoever finds it first is not the owner.

A session that is paused looks at nothing. Findings are told of at once; what becomes of one about a bucket's policy,
as often as the session says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_RA_5, NIST_SI_4, OWASP_LLM02

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(session: Resource) -> Truth:
    status = session["Status"]
    runs = ~status.is_set() | status.equals("ENABLED")
    return runs & session["FindingPublishingFrequency"].equals("FIFTEEN_MINUTES")


CONTROL = Control(
    id="macie-running",
    title="Macie is on, and tells within fifteen minutes what becomes of a finding",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Macie::Session",),
    holds=holds,
    fix="Set Status to ENABLED and FindingPublishingFrequency to FIFTEEN_MINUTES; SensitiveDataDiscovery does.",
    sources=("https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html",),
    baseline=("GD-5",),
    satisfies=(
        NIST_RA_5,
        NIST_SI_4,
        OWASP_LLM02,
    ),
)
