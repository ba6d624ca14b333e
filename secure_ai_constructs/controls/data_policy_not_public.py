"""Anyone on the internet reads or decrypts the data, because a resource policy allows everybody.

An `Allow` to `Principal: "*"` is public unless a condition narrows it to accounts, organizations
or networks; asking for TLS, say, narrows nothing. A role that everybody may assume is the worst of them. No reason makes
that right for documents, vectors, keys, roles, alerts or queues of an AI workload, so nobody can accept it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import RESOURCE_POLICIES, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM02
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(policy: Resource) -> Truth:
    return statements(policy[RESOURCE_POLICIES[policy.type]]).all(_is_not_public)


def when(policy: Resource) -> Truth:
    return policy[RESOURCE_POLICIES[policy.type]].is_set()


def _is_not_public(statement: Statement) -> Truth:
    return implied(statement.allows(), lambda: implied(statement.to_anyone(), statement.narrows))


CONTROL = Control(
    id="data-policy-not-public",
    title="No resource policy of data, and no role's trust, allows everybody",
    question=Question.ACCESS,
    severity=Severity.FATAL,
    applies_to=tuple(RESOURCE_POLICIES),
    when=when,
    holds=holds,
    fix="Name the principals, or add a condition such as aws:PrincipalAccount or aws:PrincipalOrgID.",
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    ),
    baseline=(
        "IAM-6",
        "KMS-2",
    ),
    satisfies=(
        NIST_AC_3,
        OWASP_LLM02,
    ),
)
