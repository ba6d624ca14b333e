"""Vectors of deleted documents stay behind and keep answering, or vanish when nobody meant them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(data_source: Resource) -> Truth:
    return data_source["DataDeletionPolicy"].one_of("DELETE", "RETAIN")


CONTROL = Control(
    id="bedrock-data-source-deletion-stated",
    title="Data sources state what becomes of their vectors",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::DataSource",),
    holds=holds,
    fix="Set DataDeletionPolicy to DELETE or RETAIN.",
    sources=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrock-datasource.html",
    ),
    baseline=("LIN-3",),
    satisfies=(NIST_SI_12,),
)
