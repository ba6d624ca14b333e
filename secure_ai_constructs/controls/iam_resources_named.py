"""A data action on every resource lets one team's role read every other team's documents and vectors.

The actions that read, write, decrypt, retrieve or invoke all support resource-level permissions,
so nothing is gained by `Resource: "*"` but reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6, OWASP_LLM08
from secure_ai_constructs.truth import implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


_DATA_ACTIONS = (
    r"(?i)^(bedrock:(InvokeModel.*|Retrieve|ApplyGuardrail)|sagemaker:InvokeEndpoint.*|s3:(Get|Put|Delete)Object.*"
    r"|kms:(Decrypt|GenerateDataKey.*)|s3vectors:.*Vectors|aoss:APIAccessAll)$"
)
_EVERY_RESOURCE = r"^(\*|arn:[^:]*:[^:]*:\*?:\*?:\*|arn:[^:]*:s3:::\*.*)$"


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(_names_its_resources)


def _names_its_resources(statement: Statement) -> Truth:
    return implied(~statement.denies() & _touches_data(statement), lambda: ~statement.some_resource(_is_everything))


def _touches_data(statement: Statement) -> Truth:
    return statement.some_action(lambda action: action.matches(_DATA_ACTIONS))


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
    baseline=(
        "IAM-1",
        "IAM-3",
        "IAM-5",
    ),
    satisfies=(
        NIST_AC_3,
        NIST_AC_6,
        OWASP_LLM08,
    ),
)
