"""An event that a function could not handle is gone, and nobody knows that a document was never looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(function: Resource) -> Truth:
    return function["DeadLetterConfig.TargetArn"].is_set() | function.referrers(
        "AWS::Lambda::EventInvokeConfig", "FunctionName"
    ).any(lambda config: config["DestinationConfig.OnFailure.Destination"].is_set())


CONTROL = Control(
    id="lambda-dead-letters",
    title="Lambda functions keep the events that they could not handle",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::Lambda::Function",),
    holds=holds,
    fix="Set DeadLetterConfig to an encrypted queue, with an alarm.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",),
    baseline=("IAM-12",),
    satisfies=(NIST_AU_5,),
)
