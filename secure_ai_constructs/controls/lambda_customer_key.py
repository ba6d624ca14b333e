"""Environment variables say where data lies and how it is reached, to everyone who may read the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(function: Resource) -> Truth:
    return is_customer_key(function["KmsKeyArn"])


def when(function: Resource) -> Truth:
    return function["Environment.Variables"].is_set()


CONTROL = Control(
    id="lambda-customer-key",
    title="Lambda functions encrypt their environment with a customer managed key",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Set KmsKeyArn; in CDK, environment_encryption.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",),
    baseline=("IAM-12", "KMS-11"),
    satisfies=(NIST_SC_28,),
)
