"""A data access policy that names everybody or everything makes one team's index another team's.

These policies only add and never deny, so one that is too wide cannot be mended by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6, OWASP_LLM08

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(policy: Resource) -> Truth:
    return policy["Policy"].parsed().all(_is_narrow)


def _is_narrow(rules: Value) -> Truth:
    return rules["Principal"].all(lambda one: ~one.matches(r"[*?]|:root$")) & rules["Rules"].all(
        lambda rule: (
            rule["Resource"].all(lambda one: ~one.matches(r"[*?]"))
            & rule["Permission"].all(lambda one: ~one.matches(r"[*?]"))
        )
    )


def when(policy: Resource) -> Truth:
    return policy["Type"].equals("data")


CONTROL = Control(
    id="opensearch-access-named",
    title="Data access policies name roles, indexes and permissions",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::OpenSearchServerless::AccessPolicy",),
    when=when,
    holds=holds,
    fix="List the role, the index and the permissions; VectorStore.opensearch_serverless does.",
    sources=("https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html",),
    baseline=("IAM-6",),
    satisfies=(NIST_AC_3, NIST_AC_6, OWASP_LLM08),
)
