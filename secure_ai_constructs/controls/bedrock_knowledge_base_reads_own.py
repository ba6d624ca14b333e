"""A knowledge base that may read another team's bucket will, after the next data source that somebody adds to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, allowed_by_aws, granted_to
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6, OWASP_LLM08
from secure_ai_constructs.sources import DOCUMENTS
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_READS = ("s3:GetObject", "s3:GetObjectVersion")


def holds(knowledge_base: Resource) -> Truth:
    role = knowledge_base["RoleArn"].target
    if role is None:
        return UNKNOWN
    return ~granted_to(role, lambda one: _reads_others(one, knowledge_base)) & ~allowed_by_aws(role, *_READS)


def when(knowledge_base: Resource) -> Truth:
    """Of a role that stands elsewhere nobody reads here what it may."""
    return knowledge_base["RoleArn"].names_a("AWS::IAM::Role")


def _reads_others(statement: Statement, knowledge_base: Resource) -> Truth:
    sources = knowledge_base.referrers("AWS::Bedrock::DataSource", "KnowledgeBaseId")
    return (
        statement.allows()
        & statement.covers(*_READS)
        & statement.some_resource(lambda arn: ~sources.any(lambda source: _is_in(arn, source[DOCUMENTS])))
    )


def _is_in(arn: Value, bucket: Value) -> Truth:
    """It is objects of the bucket, or some of them."""
    if bucket.target:
        return arn.refers_to(bucket.target)
    return arn.matches(rf"^{re.escape(bucket.literal)}(/|$)") if bucket.literal else UNKNOWN


CONTROL = Control(
    id="bedrock-knowledge-base-reads-own",
    title="Knowledge bases may read the buckets of their own data sources, and no others",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    when=when,
    holds=holds,
    fix="Name the bucket of the data source in the role's policy; SecureBedrockRag lets the bucket's own policy say it.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html",),
    baseline=("IAM-1", "IAM-5"),
    satisfies=(NIST_AC_3, NIST_AC_6, OWASP_LLM08),
)
