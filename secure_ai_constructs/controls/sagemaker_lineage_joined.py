"""Data and model are both on record, and nothing says that the one learned from the other.

CloudFormation has no type for what joins entities of lineage. Where an app joins some by this library's custom resource,
it joins all of them; whoever joins them elsewhere is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_12
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ENDS = {
    "AWS::SageMaker::Action": ("Source", "Destination"),
    "AWS::SageMaker::Artifact": ("Source",),
    "AWS::SageMaker::Context": ("Destination",),
}
"""At which ends of edges an entity stands."""
_EDGE = "Custom::LineageEdge"


def holds(entity: Resource) -> Truth:
    """Data and weights lead on, and training comes of data: so every edge of a history is asked for."""
    edges = entity.peers(_EDGE)
    return all_of(
        edges.any(lambda one: one[end].refers_to(entity))  # noqa: B023 - all_of asks at once
        for end in _ENDS[entity.type]
    )


def when(entity: Resource) -> Truth:
    return entity.peers(_EDGE).exist()


CONTROL = Control(
    id="sagemaker-lineage-joined",
    title="Data, training, weights and endpoint of a model's lineage are joined to one another",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=tuple(_ENDS),
    when=when,
    holds=holds,
    fix="Join the entity to what it came from and to what came of it; ModelLineage does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html",),
    baseline=("LIN-1",),
    satisfies=(NIST_SI_12,),
)
