"""A wildcard action hands a stolen credential every operation the service has, and those it gets next year.

Bedrock, SageMaker, S3 Vectors, OpenSearch Serverless, S3 and KMS mix reading, writing and
administration under one prefix. A statement that names its actions cannot grow by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, WIDE_POLICIES, Statement, granted_by, managed_by_aws
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, OWASP_LLM06
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_EVERYTHING = r"(?i)^([*?]+(:[*?]+)?|(aoss|bedrock|bedrock-agentcore|bedrock-mantle|kms|rds-data|s3|s3vectors|sagemaker|secretsmanager):[*?]*\*[*?]*)$"


def holds(grant: Resource) -> Truth:
    attached = managed_by_aws(grant).all(lambda arn: ~arn.matches(WIDE_POLICIES))
    return granted_by(grant).all(_names_its_actions) & attached


def _names_its_actions(statement: Statement) -> Truth:
    return implied(statement.allows(), lambda: ~statement.some_action(lambda action: action.matches(_EVERYTHING)))


CONTROL = Control(
    id="iam-actions-named",
    title="IAM policies name the actions on AI and data services",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    holds=holds,
    fix="List the exact actions that the principal needs; the service authorization reference has them all.",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
    baseline=("IAM-3",),
    satisfies=(
        NIST_AC_6,
        OWASP_LLM06,
    ),
)
