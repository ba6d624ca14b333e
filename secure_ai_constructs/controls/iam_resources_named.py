"""A data action on every resource lets one team's role read every other team's documents and vectors.

The actions that read, write, decrypt, retrieve or invoke all support resource-level permissions,
so nothing is gained by `Resource: "*"` but reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, Statement, allowed_by_aws, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6, OWASP_LLM08
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_DATA_ACTIONS = (
    "aoss:APIAccessAll",
    "bedrock:ApplyGuardrail",
    "bedrock:IngestKnowledgeBaseDocuments",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeModel",
    "bedrock:InvokeModelWithResponseStream",
    "bedrock:Retrieve",
    "bedrock-agentcore:InvokeAgentRuntime",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "rds-data:BatchExecuteStatement",
    "rds-data:ExecuteStatement",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:PutObject",
    "s3vectors:DeleteVectors",
    "s3vectors:GetVectors",
    "s3vectors:PutVectors",
    "s3vectors:QueryVectors",
    "sagemaker:GetRecord",
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithBidirectionalStream",
    "sagemaker:InvokeEndpointWithResponseStream",
    "secretsmanager:GetSecretValue",
)
_EVERY_RESOURCE = (
    r"^[*?]*\*[*?]*$|^(?!\x00)([^:]*:){0,4}[^:]*\*[^:]*$|^[^:]*:([^:]*:){4}([*?]+[:/])*[*?]+$|^arn:[^:]*:s3:::[*?]*\*"
    r"|:(accesspoint|application-inference-profile|bucket|cluster|collection|endpoint|foundation-model|guardrail|index"
    r"|inference-profile|imported-model|key|knowledge-base|prompt|provisioned-model|secret)[:/][*?]*\*([/*?]|index|object)*$"
)
"""All of a kind, or what is written with fewer colons than an ARN has and begins with no reference to a resource's."""


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(_names_its_resources) & ~allowed_by_aws(grant, *_DATA_ACTIONS)


def _names_its_resources(statement: Statement) -> Truth:
    return implied(
        statement.allows() & statement.covers(*_DATA_ACTIONS), lambda: ~statement.some_resource(_is_everything)
    )


def _is_everything(arn: Value) -> Truth:
    return arn.matches(_EVERY_RESOURCE)


CONTROL = Control(
    id="iam-resources-named",
    title="IAM policies name the resources of data actions",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    holds=holds,
    fix="Name the bucket, key, index, knowledge base or model that the principal works on.",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",),
    baseline=("IAM-1", "IAM-3", "IAM-5"),
    satisfies=(NIST_AC_3, NIST_AC_6, OWASP_LLM08),
)
