"""A poisoned answer becomes a poisoned source, when what reads the documents may also write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, allowed_by_aws, granted_to
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SI_7, OWASP_LLM04
from secure_ai_constructs.sources import holds_documents
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_WRITES = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging")


def holds(knowledge_base: Resource) -> Truth:
    role = knowledge_base["RoleArn"].target
    if role is None:
        return ~knowledge_base["RoleArn"].is_set() | UNKNOWN  # without a role it does nothing at all
    return ~granted_to(role, _writes) & ~allowed_by_aws(role, *_WRITES)


def _writes(statement: Statement) -> Truth:
    return statement.allows() & statement.covers(*_WRITES) & statement.some_resource(_may_hold_documents)


def _may_hold_documents(arn: Value) -> Truth:
    """Of a bucket of the assembly it is known whether a knowledge base reads it."""
    bucket = arn.target
    if bucket is None:
        return ~arn.matches(r"^arn:[^:]*:(?!s3:)[a-z0-9-]+:")
    return holds_documents(bucket)


CONTROL = Control(
    id="bedrock-knowledge-base-reads-only",
    title="Knowledge bases do not write what they read",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    holds=holds,
    fix="Take writing actions out of the role; let another role upload.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html",),
    baseline=("INT-1",),
    satisfies=(NIST_AC_6, NIST_SI_7, OWASP_LLM04),
)
