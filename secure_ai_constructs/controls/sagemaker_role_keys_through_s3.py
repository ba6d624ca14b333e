"""The role of a container opens data by the key itself, past S3, which knows whose object it is and logs who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, granted_to, may
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SC_12
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_USES = ("kms:Decrypt", "kms:GenerateDataKey")


def holds(model: Resource) -> Truth:
    role = model["ExecutionRoleArn"].target
    return ~granted_to(role, _uses_keys_itself) if role else UNKNOWN


def when(model: Resource) -> Truth:
    """Of a role that stands elsewhere, nobody reads here what it may."""
    role = model["ExecutionRoleArn"].target
    return may(role, *_USES) if role else FALSE


def _uses_keys_itself(statement: Statement) -> Truth:
    return statement.allows() & statement.covers(*_USES) & ~statement.requires(POSITIVE, "kms:ViaService")


CONTROL = Control(
    id="sagemaker-role-keys-through-s3",
    title="Roles of models use keys through a service alone",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Model",),
    when=when,
    holds=holds,
    fix="Allow the key with a StringEquals condition on kms:ViaService, such as s3.eu-central-1.amazonaws.com.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",),
    baseline=("IAM-7", "KMS-4"),
    satisfies=(NIST_AC_6, NIST_SC_12),
)
