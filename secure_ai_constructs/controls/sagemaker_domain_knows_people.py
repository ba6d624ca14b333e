"""People who come to Studio with a shared role leave no trace of who it was that took the training data out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_2

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(domain: Resource) -> Truth:
    return domain["AuthMode"].equals("SSO")


CONTROL = Control(
    id="sagemaker-domain-knows-people",
    title="Domains of SageMaker know their people by name",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Domain",),
    holds=holds,
    fix="Set AuthMode to SSO, so that people sign in through IAM Identity Center.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-custom.html",),
    baseline=("NET-8",),
    satisfies=(NIST_AC_2,),
)
