"""A pipeline that may sign binds the company to a contract with AWS, or ends the one that HIPAA demands.

To accept or end a BAA or an NDA is a legal act of a person: whoever reads AWS's reports need not be able to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_SA_9

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_SIGNS = ("artifact:AcceptAgreement", "artifact:AcceptNdaForAgreement", "artifact:TerminateAgreement")
_READS = ("artifact:GetReport", "artifact:ListReports")


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(lambda one: ~(one.allows() & one.covers(*_SIGNS)))


def when(grant: Resource) -> Truth:
    """It lets somebody into AWS Artifact."""
    return granted_by(grant).any(lambda one: one.allows() & one.covers(*_READS, *_SIGNS))


CONTROL = Control(
    id="iam-agreements-not-signed",
    title="Whoever reads AWS's reports signs no agreements with AWS",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Take AcceptAgreement, AcceptNdaForAgreement and TerminateAgreement out, but for the people who sign for the company.",
    sources=("https://docs.aws.amazon.com/artifact/latest/ug/security-iam.html",),
    baseline=("ART-1",),
    satisfies=(NIST_AC_5, NIST_SA_9),
)
