"""A public vector store answers similarity searches to anyone who has or steals one credential.

`AllowFromPublic: true` overrides every endpoint and service listed beside it. No reason makes
that right for client data, so nobody can accept it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7, OWASP_LLM08

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(policy: Resource) -> Truth:
    rules = policy["Policy"].parsed()
    return rules.is_set() & rules.all(lambda rule: rule["AllowFromPublic"].equals(False))


def when(policy: Resource) -> Truth:
    return policy["Type"].equals("network")


CONTROL = Control(
    id="opensearch-network-private",
    title="OpenSearch Serverless collections are not public",
    question=Question.NETWORK,
    severity=Severity.FATAL,
    applies_to=("AWS::OpenSearchServerless::SecurityPolicy",),
    when=when,
    holds=holds,
    fix="Set AllowFromPublic to false and name SourceVPCEs or SourceServices.",
    sources=("https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html",),
    baseline=("NET-10",),
    satisfies=(
        NIST_SC_7,
        OWASP_LLM08,
    ),
)
