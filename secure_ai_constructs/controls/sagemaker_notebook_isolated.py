"""From a notebook with the internet, whoever sits at it, or a package that it installed, takes the training data along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import (
    NIST_SC_7,
    SECURITY_HUB_SAGEMAKER_1,
    SECURITY_HUB_SAGEMAKER_2,
)

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(notebook: Resource) -> Truth:
    return (
        notebook["DirectInternetAccess"].equals("Disabled")
        & notebook["SubnetId"].is_set()
        & notebook["SecurityGroupIds"].has_at_least(1)
    )


CONTROL = Control(
    id="sagemaker-notebook-isolated",
    title="Notebooks stand in a network without direct internet access",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::NotebookInstance",),
    holds=holds,
    fix="Set DirectInternetAccess to Disabled, SubnetId and SecurityGroupIds; SecureNotebook does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html",),
    baseline=("INS-3", "NET-8"),
    satisfies=(SECURITY_HUB_SAGEMAKER_1, SECURITY_HUB_SAGEMAKER_2, NIST_SC_7),
)
