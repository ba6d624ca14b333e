"""Whoever gets into a notebook of Studio takes the training data out over SageMaker's own way to the internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(domain: Resource) -> Truth:
    return domain["AppNetworkAccessType"].equals("VpcOnly")


CONTROL = Control(
    id="sagemaker-domain-isolated",
    title="Domains of SageMaker reach the VPC alone",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::Domain",),
    holds=holds,
    fix="Set AppNetworkAccessType to VpcOnly.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html",),
    baseline=("NET-8",),
    satisfies=(NIST_SC_7,),
)
