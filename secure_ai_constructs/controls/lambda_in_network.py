"""A function outside of every network asks models and data over addresses that the whole internet can reach.

Whoever takes its credentials may, too; and no policy of an endpoint has a say in what it sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = (
    "aoss:APIAccessAll",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeModel",
    "bedrock:InvokeModelWithResponseStream",
    "bedrock:Retrieve",
    "bedrock:RetrieveAndGenerate",
    "bedrock:StartIngestionJob",
    "rds-data:BatchExecuteStatement",
    "rds-data:ExecuteStatement",
    "s3vectors:GetVectors",
    "s3vectors:PutVectors",
    "s3vectors:QueryVectors",
    "sagemaker:CreateProcessingJob",
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithResponseStream",
)


def holds(function: Resource) -> Truth:
    return function["VpcConfig.SubnetIds"].is_set()


def when(function: Resource) -> Truth:
    """Of a role that stands elsewhere nobody reads here what it may."""
    role = function["Role"].target
    return may(role, *_ACTIONS) if role else FALSE


CONTROL = Control(
    id="lambda-in-network",
    title="Functions that ask models, or touch what they learn from, stand in a network",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Set VpcConfig with private subnets; ServiceFunction(network=…) does.",
    sources=("https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",),
    baseline=("NET-7",),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
