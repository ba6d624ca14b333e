"""A pipeline that may sign binds the company to a contract with AWS, or ends the one that HIPAA demands.

To accept or end a BAA or an NDA is a legal act of a person: whoever reads AWS's reports need not be able to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by, managed_by_aws
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_SA_9
from secure_ai_constructs.truth import TRUE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_SIGNS = ("artifact:AcceptAgreement", "artifact:AcceptNdaForAgreement", "artifact:TerminateAgreement")
_READS = "artifact:GetReport"
_SIGNING_POLICY = r":policy/AWSArtifactAgreementsFullAccess$"
"""Of AWS's own; those that allow everything are a matter of `iam-actions-named`."""


def holds(grant: Resource) -> Truth:
    attached = managed_by_aws(grant).all(lambda arn: ~arn.matches(_SIGNING_POLICY))
    silent = granted_by(grant).all(lambda one: ~(one.allows() & one.covers(*_SIGNS))) & attached
    return silent if silent is TRUE else silent | granted_by(grant).any(lambda one: one.always_refuses(*_SIGNS))


def when(grant: Resource) -> Truth:
    """It lets somebody read in AWS Artifact, or sign."""
    allowed = granted_by(grant).any(lambda one: one.allows() & one.covers(_READS, *_SIGNS))
    return allowed | managed_by_aws(grant).any(lambda arn: arn.matches(_SIGNING_POLICY))


CONTROL = Control(
    id="iam-agreements-not-signed",
    title="Whoever reads AWS's reports signs no agreements with AWS",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Deny AcceptAgreement, AcceptNdaForAgreement and TerminateAgreement to all but the people who sign for the company.",
    sources=("https://docs.aws.amazon.com/artifact/latest/ug/security-iam.html",),
    baseline=("ART-1",),
    satisfies=(NIST_AC_5, NIST_SA_9),
)
