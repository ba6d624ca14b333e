"""A role that serves two knowledge bases joins them: whoever steers one reads the documents of the other.

The role's policy has to name both buckets and both indexes, so isolation between the teams rests
on Bedrock alone and no longer on IAM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_5, NIST_AC_6, OWASP_LLM08
from secure_ai_constructs.truth import UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(knowledge_base: Resource) -> Truth:
    role = knowledge_base["RoleArn"]
    if role.target is None:
        return role.is_set() & UNKNOWN
    return role.is_set() & ~role.target.referrers(knowledge_base.type, "RoleArn").any(
        lambda other: truth(other is not knowledge_base)
    )


CONTROL = Control(
    id="bedrock-knowledge-base-own-role",
    title="Each knowledge base has a service role of its own",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    holds=holds,
    fix="Give every knowledge base its own role; SecureBedrockRag.add_team does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html",),
    baseline=("IAM-1",),
    satisfies=(
        NIST_AC_5,
        NIST_AC_6,
        OWASP_LLM08,
    ),
)
