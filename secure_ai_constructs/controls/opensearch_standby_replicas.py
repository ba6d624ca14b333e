"""A zone that fails takes the team's answers with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(collection: Resource) -> Truth:
    return ~collection["StandbyReplicas"].equals("DISABLED")


CONTROL = Control(
    id="opensearch-standby-replicas",
    title="OpenSearch Serverless collections have standby replicas",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::OpenSearchServerless::Collection",),
    holds=holds,
    fix="Leave StandbyReplicas ENABLED, or accept that a zone may take the collection down.",
    sources=("https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-overview.html",),
    baseline=("HA-3",),
    satisfies=(NIST_CP_10,),
)
